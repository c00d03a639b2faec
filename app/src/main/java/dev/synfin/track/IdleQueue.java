package dev.synfin.track;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connection that has been idle for the longest, without work for each segment.
 *
 * <p>Now and then all connections are looked at and the idlest quarter is set aside in order: as
 * long as one of them has not been heard of since, it is idler than every one that was not set
 * aside.
 */
final class IdleQueue {
  private static final int SHARE = 4;

  private Connection[] idlest = new Connection[0];
  private long[] lastHeard = new long[0];
  private int next;

  /** The next candidate that was not heard of since, or null if all must be looked at again. */
  @Nullable Connection poll() {
    while (next < idlest.length) {
      Connection candidate = idlest[next];
      long heard = lastHeard[next++];
      if (!candidate.gone && candidate.lastNanos == heard) {
        return candidate;
      }
    }
    return null;
  }

  /** Looks at all. */
  void refill(List<? extends Connection> all) {
    long latest = latestOfTheIdlest(all);
    idlest =
        all.stream()
            .filter(c -> c.lastNanos <= latest)
            .sorted(
                Comparator.comparingLong((Connection c) -> c.lastNanos)
                    .thenComparingLong(c -> c.stream))
            .toArray(Connection[]::new);
    lastHeard = Arrays.stream(idlest).mapToLong(c -> c.lastNanos).toArray();
    next = 0;
  }

  private static long latestOfTheIdlest(List<? extends Connection> all) {
    long[] times = all.stream().mapToLong(c -> c.lastNanos).toArray();
    Arrays.sort(times);
    return times[(times.length - 1) / SHARE];
  }
}
