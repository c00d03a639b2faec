package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Phase;
import dev.synfin.track.Probe;
import dev.synfin.track.Retransmission;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP segment, and what is concluded from it.
 *
 * @param seq relative, as Wireshark shows it
 * @param ack relative; null without the ACK flag
 * @param len payload octets on the wire
 * @param win scaled where the scale is known
 * @param clientState after this segment; null where it cannot be known
 * @param analysis Wireshark's names
 * @param retransmission null where the segment was not sent again
 * @param probe null where it is none
 * @param duplicateOf the frame of which this is a copy that the capture holds twice, or null
 * @param acksFrame the newest segment that this ACK covers in full
 * @param bytesInFlight sent by this side and not yet acknowledged, this segment included
 * @param payload null without payload, or where none was to be kept
 */
public record SegmentEvent(
    long frame,
    Long tNs,
    Side from,
    List<Flag> flags,
    long seq,
    @Nullable Long ack,
    long rawSeq,
    @Nullable Long rawAck,
    int len,
    long win,
    int rawWin,
    SegmentOptions options,
    Phase phase,
    @Nullable TcpState clientState,
    @Nullable TcpState serverState,
    List<AnalysisFlag> analysis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Retransmission retransmission,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Probe probe,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long duplicateOf,
    @Nullable Long acksFrame,
    @Nullable Long ackRttNs,
    @Nullable Long bytesInFlight,
    @Nullable Integer ttl,
    @Nullable Integer ipId,
    List<Layer> layers,
    @Nullable Payload payload,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Seen> seen,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Lost lost)
    implements PacketEvent {

  public SegmentEvent {
    Objects.requireNonNull(tNs, "t_ns");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(phase, "phase");
    flags = Copies.list(flags);
    options = Objects.requireNonNullElse(options, SegmentOptions.NONE);
    analysis = Copies.list(analysis);
    layers = Copies.list(layers);
    seen = Copies.list(seen);
  }

  /** Whether the flag is set. */
  public boolean has(Flag flag) {
    return flags.contains(flag);
  }

  /** Whether Wireshark calls it so. */
  public boolean has(AnalysisFlag flag) {
    return analysis.contains(flag);
  }

  /** This side's state after the segment; null where it cannot be known. */
  public @Nullable TcpState state(Side side) {
    return side == Side.CLIENT ? clientState : serverState;
  }

  /** This segment as several captures tell it. */
  public SegmentEvent withSight(
      long newTNs,
      @Nullable TcpState newClientState,
      @Nullable TcpState newServerState,
      List<Seen> newSeen,
      @Nullable Lost newLost) {
    return new SegmentEvent(
        frame,
        newTNs,
        from,
        flags,
        seq,
        ack,
        rawSeq,
        rawAck,
        len,
        win,
        rawWin,
        options,
        phase,
        newClientState,
        newServerState,
        analysis,
        retransmission,
        probe,
        duplicateOf,
        acksFrame,
        ackRttNs,
        bytesInFlight,
        ttl,
        ipId,
        layers,
        payload,
        newSeen,
        newLost);
  }
}
