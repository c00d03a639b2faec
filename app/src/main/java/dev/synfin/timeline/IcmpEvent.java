package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synfin.track.Side;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An ICMP error about this connection.
 *
 * @param from the side from which it came, though a router on the way may have sent it
 * @param sender the address that sent it
 * @param version 4 (ICMP) or 6 (ICMPv6): whose list of types {@code icmpType} is from
 * @param meaning what type and code stand for, such as {@code port unreachable}, or null where this
 *     program has no name for it
 */
public record IcmpEvent(
    long frame,
    Long tNs,
    Side from,
    String sender,
    int version,
    int icmpType,
    int icmpCode,
    @Nullable String meaning,
    @Nullable Integer ttl,
    @Nullable Integer ipId,
    List<Layer> layers,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Seen> seen,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Lost lost)
    implements PacketEvent {

  public IcmpEvent {
    Objects.requireNonNull(tNs, "t_ns");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(sender, "sender");
    layers = Copies.list(layers);
    seen = Copies.list(seen);
  }

  /** This error as several captures tell it. */
  public IcmpEvent withSight(long newTNs, List<Seen> newSeen, @Nullable Lost newLost) {
    return new IcmpEvent(
        frame, newTNs, from, sender, version, icmpType, icmpCode, meaning, ttl, ipId, layers,
        newSeen, newLost);
  }
}
