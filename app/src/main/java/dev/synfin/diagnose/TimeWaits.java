package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pairs of ends that are in TIME-WAIT. A pair that a new connection takes over from its
 * TIME-WAIT (RFC 9293, 3.10.7.4) is one, however often.
 *
 * <p>Pairs lie in rows of a few places each, found by their hash, without an object for any: every
 * connection of a capture comes by here. Where a row is full its oldest is forgotten; that one
 * counts twice if it comes again.
 */
final class TimeWaits {
  private static final int ROWS = 1 << 13;
  private static final int ROW = 8;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // Fibonacci hashing, Knuth, 6.4

  private final int[] hashes = new int[ROWS * ROW];
  private final @Nullable Endpoint[] clients = new @Nullable Endpoint[ROWS * ROW];
  private final @Nullable Endpoint[] servers = new @Nullable Endpoint[ROWS * ROW];

  /** Where each pair was counted, and when. */
  private final @Nullable Recent[] counts = new @Nullable Recent[ROWS * ROW];

  private final long[] seconds = new long[ROWS * ROW];

  /** This connection is over, and its pair in TIME-WAIT: counts it here, and only here. */
  void add(Connection c, Recent count) {
    Instant at = c.startedAt().plusNanos(c.durationNs());
    int hash = 31 * hash(c.client()) + hash(c.server());
    int place = place(hash, c.client(), c.server());
    Recent before = counts[place];
    if (before != null && isHeldBy(place, hash, c.client(), c.server())) {
      before.remove(seconds[place]);
    }
    hashes[place] = hash;
    clients[place] = c.client();
    servers[place] = c.server();
    counts[place] = count;
    seconds[place] = at.getEpochSecond();
    count.add(at);
  }

  private static int hash(Endpoint end) {
    return 31 * end.address().hashCode() + Objects.requireNonNullElse(end.port(), 0);
  }

  /** The pair's own place, or the one to take: an empty one, else the oldest of the row. */
  private int place(int hash, Endpoint client, Endpoint server) {
    int row = (int) ((hash * SPREAD) >>> 51) * ROW;
    int oldest = row;
    for (int place = row; place < row + ROW; place++) {
      if (counts[place] == null || isHeldBy(place, hash, client, server)) {
        return place;
      }
      oldest = seconds[place] < seconds[oldest] ? place : oldest;
    }
    return oldest;
  }

  private boolean isHeldBy(int place, int hash, Endpoint client, Endpoint server) {
    return hashes[place] == hash && client.equals(clients[place]) && server.equals(servers[place]);
  }
}
