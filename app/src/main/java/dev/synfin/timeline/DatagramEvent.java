package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synfin.track.Side;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A UDP datagram.
 *
 * @param len payload octets on the wire
 * @param payload null without payload, or where none was to be kept
 */
public record DatagramEvent(
    long frame,
    Long tNs,
    Side from,
    int len,
    @Nullable Integer ttl,
    @Nullable Integer ipId,
    List<Layer> layers,
    @Nullable Payload payload,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Seen> seen,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Lost lost)
    implements PacketEvent {

  public DatagramEvent {
    Objects.requireNonNull(tNs, "t_ns");
    Objects.requireNonNull(from, "from");
    layers = Copies.list(layers);
    seen = Copies.list(seen);
  }

  /** This datagram as several captures tell it. */
  public DatagramEvent withSight(long newTNs, List<Seen> newSeen, @Nullable Lost newLost) {
    return new DatagramEvent(
        frame, newTNs, from, len, ttl, ipId, layers, payload, newSeen, newLost);
  }
}
