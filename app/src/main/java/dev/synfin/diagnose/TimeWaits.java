package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the pairs of ends that are in TIME-WAIT. A pair that a new connection takes over from its
 * TIME-WAIT (RFC 9293, 3.10.7.4) is one, however often.
 */
final class TimeWaits {
  /**
   * Of the pairs beyond these, the oldest are forgotten: one that comes again then counts twice.
   */
  private static final int MOST = 65_536;

  private final Map<Pair, Entered> entries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Entered> eldest) {
          return size() > MOST;
        }
      };

  private record Pair(Endpoint client, Endpoint server) {}

  /** When a pair came into TIME-WAIT, and where that was counted. */
  private record Entered(Recent count, Instant at) {}

  /** This connection is over, and its pair in TIME-WAIT: counts it here, and only here. */
  void add(Connection c, Recent count) {
    var pair = new Pair(c.client(), c.server());
    Entered before = entries.remove(pair); // put in anew, it is the youngest
    if (before != null) {
      before.count().remove(before.at());
    }
    Instant at = c.startedAt().plusNanos(c.durationNs());
    entries.put(pair, new Entered(count, at));
    count.add(at);
  }
}
