package dev.synfin.diagnose;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import java.util.List;

/** Looks for one kind of trouble in all connections together; keeps a bounded amount of them. */
interface Watcher {
  /** How many servers, hosts or pairs a watcher tells apart at most; later ones are left out. */
  int MOST = 10_000;

  /** Counts a connection; nothing to do for one that concludes from {@link TimeWaits} alone. */
  default void accept(Connection connection) {}

  /** What it found. */
  List<Finding> conclude(List<KernelSample> kernel, List<CallEvent> calls);
}
