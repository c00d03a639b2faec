package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.KernelSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a connection.
 *
 * @param end time of the last frame of the capture, null where not known
 * @param merged whether taps on both sides saw it: then what is lost is known to be lost
 * @param kernel samples of both sides
 */
record Scene(@Nullable Instant end, boolean merged, List<KernelSample> kernel) {
  /** How long the capture went on in silence after the connection's last frame. */
  Duration silenceAfter(Connection connection) {
    var last = connection.startedAt().plusNanos(connection.durationNs());
    return end == null || end.isBefore(last) ? Duration.ZERO : Duration.between(last, end);
  }
}
