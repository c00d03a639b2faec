package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import java.util.Optional;

/** Looks for one kind of trouble in one connection. */
interface Finder {
  /**
   * What it found, if anything.
   *
   * @param scene what is known beside the connection itself
   */
  Optional<Finding> find(Connection connection, Scene scene);
}
