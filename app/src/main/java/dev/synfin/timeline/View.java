package dev.synfin.timeline;

import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection as one capture saw it. */
record View(Capture capture, Connection connection) {

  /** Whether this is what that capture saw. */
  boolean isOf(Capture other) {
    return capture.id().equals(other.id());
  }

  /** The packets, in the order in which this capture has them. */
  List<PacketEvent> packets() {
    return connection.allEvents().stream()
        .filter(PacketEvent.class::isInstance)
        .map(PacketEvent.class::cast)
        .toList();
  }

  /** Nanoseconds from a moment to this event. */
  long since(long baseNanos, PacketEvent packet) {
    return startNanos() + timeOf(packet) - baseNanos;
  }

  /** Nanoseconds since 1970-01-01T00:00:00Z of the first frame. */
  long startNanos() {
    return nanos(connection.startedAt());
  }

  /** Nanoseconds since 1970-01-01T00:00:00Z of the last frame. */
  long endNanos() {
    return startNanos() + connection.durationNs();
  }

  /** Whether the tap still ran at that moment and lost nothing that is known of. */
  boolean covers(long nanos) {
    return covers(capture, nanos);
  }

  static boolean covers(Capture capture, long nanos) {
    var end = capture.endedAt();
    return !Boolean.FALSE.equals(capture.complete()) && (end == null || nanos <= nanos(end));
  }

  /** The state of an end as this capture infers it for that moment. */
  @Nullable TcpState stateAt(Side side, long nanos) {
    TcpState state = null;
    for (var change : connection.states().of(side)) {
      if (startNanos() + change.tNs() <= nanos) {
        state = change.state();
      }
    }
    return state;
  }

  static long nanos(Instant moment) {
    return moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
  }

  private static long timeOf(PacketEvent packet) {
    var t = packet.tNs();
    return t == null ? 0 : t;
  }
}
