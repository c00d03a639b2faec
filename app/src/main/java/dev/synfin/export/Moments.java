package dev.synfin.export;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.Timeline;
import java.math.BigDecimal;
import java.time.Instant;

/** Times of a timeline on one clock, in nanoseconds since 1970-01-01T00:00:00Z. */
final class Moments {
  private static final long SECOND = 1_000_000_000L;

  private Moments() {}

  static long nanos(Instant moment) {
    return moment.getEpochSecond() * SECOND + moment.getNano();
  }

  static long startOf(Connection connection) {
    return nanos(connection.startedAt());
  }

  /** When something of a connection happened, in nanoseconds since its first frame. */
  static long of(Event event) {
    Long t = event.tNs();
    return t == null ? 0 : t;
  }

  /** When it came to the end of its way, as far as the captures tell; like {@link #of}. */
  static long arrivalOf(PacketEvent packet) {
    return packet.seen().isEmpty() ? of(packet) : packet.seen().getLast().tNs();
  }

  /** The first moment of anything in a timeline; 0 where there is nothing. */
  static long firstOf(Timeline timeline) {
    long first = Long.MAX_VALUE;
    for (Connection connection : timeline.connections()) {
      first = Math.min(first, startOf(connection));
      for (Event event : connection.allEvents()) {
        first = Math.min(first, startOf(connection) + of(event));
      }
    }
    LooseCalls loose = LooseCalls.of(timeline);
    if (!loose.isEmpty()) {
      first = Math.min(first, loose.first());
    }
    return first == Long.MAX_VALUE ? 0 : first;
  }

  static BigDecimal millis(long nanos) {
    return BigDecimal.valueOf(nanos, 6);
  }

  static BigDecimal micros(long nanos) {
    return BigDecimal.valueOf(nanos, 3);
  }
}
