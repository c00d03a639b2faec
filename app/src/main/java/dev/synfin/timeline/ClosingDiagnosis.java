package dev.synfin.timeline;

import dev.synfin.track.ConnectionSummary;
import java.time.Instant;
import java.util.List;

/** Looks for trouble in connections that are told one by one, as they close. */
@FunctionalInterface
public interface ClosingDiagnosis {
  /**
   * Counts a connection that was opened and closed as it should be: most are, and need no record to
   * be looked at.
   *
   * @return false, with nothing counted, for one that is to be looked at by {@link #of}
   */
  default boolean countOrdinary(ConnectionSummary connection, Endpoint client, Endpoint server) {
    return false;
  }

  /**
   * What is found in one, which is counted, too.
   *
   * @param connection without its states and events
   * @param lastAt time of the last packet so far
   */
  List<Finding> of(Connection connection, Instant lastAt);
}
