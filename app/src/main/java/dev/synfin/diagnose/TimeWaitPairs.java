package dev.synfin.diagnose;

import dev.synfin.timeline.Endpoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pairs of ends that are in TIME-WAIT. A pair that a new connection takes over from its
 * TIME-WAIT (RFC 9293, 3.10.7.4) is one, however often.
 *
 * <p>Pairs are told apart by a hash alone, of 64 bits made from those of both addresses, and lie in
 * rows of a few places each, without an object for any: every connection of a capture comes by
 * here. Where a row is full its oldest is forgotten; that one counts twice if it comes again.
 */
final class TimeWaitPairs {
  private static final int ROWS = 1 << 13;
  private static final int ROW = 8;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // Fibonacci hashing, Knuth, 6.4

  private final long[] keys = new long[ROWS * ROW];
  private final long[] seconds = new long[ROWS * ROW];

  /** Where each pair was counted: among those of its host, and of those to its server. */
  private final @Nullable Recent[] atHost = new @Nullable Recent[ROWS * ROW];

  private final @Nullable Recent[] toServer = new @Nullable Recent[ROWS * ROW];

  /** The connection of this pair is over, and in TIME-WAIT: counts it here, and only here. */
  void add(
      Endpoint from, Endpoint to, long second, @Nullable Recent host, @Nullable Recent server) {
    long key = key(from, to);
    int place = place(key);
    if (keys[place] == key) {
      remove(atHost[place], seconds[place]);
      remove(toServer[place], seconds[place]);
    }
    keys[place] = key;
    seconds[place] = second;
    atHost[place] = host;
    toServer[place] = server;
    add(host, second);
    add(server, second);
  }

  private static void add(@Nullable Recent count, long second) {
    if (count != null) {
      count.add(second);
    }
  }

  private static void remove(@Nullable Recent count, long second) {
    if (count != null) {
      count.remove(second);
    }
  }

  /** Never 0, which is an empty place. */
  private static long key(Endpoint client, Endpoint server) {
    long key = hash(client) * SPREAD + hash(server);
    return (key ^ (key >>> 32)) * SPREAD | 1;
  }

  private static long hash(Endpoint end) {
    return ((long) end.address().hashCode() << 16) + Objects.requireNonNullElse(end.port(), 0);
  }

  /** The pair's own place, or the one to take: an empty one, else the oldest of the row. */
  private int place(long key) {
    int row = (int) (key >>> 51) * ROW;
    int oldest = row;
    for (int place = row; place < row + ROW; place++) {
      if (keys[place] == key || keys[place] == 0) {
        return place;
      }
      oldest = seconds[place] < seconds[oldest] ? place : oldest;
    }
    return oldest;
  }
}
