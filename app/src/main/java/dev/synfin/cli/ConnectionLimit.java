package dev.synfin.cli;

import dev.synfin.track.ConnectionTracker;
import org.jspecify.annotations.Nullable;

/**
 * How many connections are followed at once.
 *
 * @param most beyond which the longest idle are given up
 * @param ofTheHeap the heap allows no more, and nobody asked for this number
 */
record ConnectionLimit(int most, boolean ofTheHeap) {
  /** What an open connection takes, measured; a half-open one takes a quarter of it. */
  private static final int OCTETS_EACH = 1_400;

  /** Of the heap, as a divisor: what is left is for reading and writing. */
  private static final int SHARE = 4;

  /**
   * As many as were asked for; else a million, or fewer where the heap is small.
   *
   * @param heap its largest size in octets
   */
  static ConnectionLimit of(@Nullable Integer asked, long heap) {
    if (asked != null) {
      return new ConnectionLimit(asked, false);
    }
    long fit = Math.max(1, heap / SHARE * (SHARE - 1) / OCTETS_EACH);
    return fit < ConnectionTracker.DEFAULT_MAX_CONNECTIONS
        ? new ConnectionLimit((int) fit, true)
        : new ConnectionLimit(ConnectionTracker.DEFAULT_MAX_CONNECTIONS, false);
  }

  /** Says so where the heap was too small for the capture. */
  void tell(long evicted) {
    if (ofTheHeap && evicted > 0) {
      System.err.printf(
          "synfin: %,d connections were given up before their end: this heap holds %,d at once."
              + " JAVA_TOOL_OPTIONS=-Xmx4g makes it larger, --max-connections sets the limit.%n",
          evicted, most);
    }
  }
}
