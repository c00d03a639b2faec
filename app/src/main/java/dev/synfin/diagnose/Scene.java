package dev.synfin.diagnose;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Capture.Vantage;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.Seen;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a connection.
 *
 * @param end time of the last frame of the capture, null where not known
 * @param captures that it is told from; none where connections are told one by one
 * @param kernel samples of both sides
 */
record Scene(@Nullable Instant end, List<Capture> captures, List<KernelSample> kernel) {
  /** Whether several taps saw it: then what is lost is known to be lost. */
  boolean merged() {
    return captures.size() > 1;
  }

  /** Whether a tap at the server's end, or on the machine of both, is known to have seen this. */
  boolean reachedServer(PacketEvent packet) {
    return captures.stream()
        .filter(c -> c.vantage() == Vantage.SERVER || c.vantage() == Vantage.LOOPBACK)
        .anyMatch(
            c -> !merged() || packet.seen().stream().anyMatch(s -> s.capture().equals(c.id())));
  }

  /**
   * When a segment came to this end: on a slow way that is long after it was sent. Where no tap was
   * there, the time that the event has.
   */
  long arrivedNs(SegmentEvent segment, Side at) {
    return captures.stream()
        .filter(c -> c.vantage() == (at == Side.CLIENT ? Vantage.CLIENT : Vantage.SERVER))
        .flatMap(c -> segment.seen().stream().filter(s -> s.capture().equals(c.id())))
        .mapToLong(Seen::tNs)
        .findFirst()
        .orElse(segment.tNs());
  }

  /** How long the capture went on in silence after the connection's last frame. */
  Duration silenceAfter(Connection connection) {
    var last = connection.startedAt().plusNanos(connection.durationNs());
    return end == null || end.isBefore(last) ? Duration.ZERO : Duration.between(last, end);
  }
}
