package dev.synfin.track;

import org.jspecify.annotations.Nullable;

/**
 * How a connection was opened. Times are nanoseconds; frame numbers are the capture's.
 *
 * @param frames of a segment that was retransmitted, the one that counted
 * @param rttNs from the most recent SYN to the first segment with ACK and without SYN, as tshark's
 *     {@code tcp.analysis.initial_rtt}
 */
public record Handshake(
    Kind kind,
    Frames frames,
    @Nullable Long synToSynAckNs,
    @Nullable Long synAckToAckNs,
    @Nullable Long rttNs,
    int synRetransmissions,
    int synAckRetransmissions,
    @Nullable Options clientOptions,
    @Nullable Options serverOptions) {

  /** The same, with as many SYN+ACKs sent again as their sender's side knows of. */
  public Handshake withSynAckRetransmissions(int number) {
    return new Handshake(
        kind,
        frames,
        synToSynAckNs,
        synAckToAckNs,
        rttNs,
        synRetransmissions,
        number,
        clientOptions,
        serverOptions);
  }

  /** What became of the opening. */
  public enum Kind {
    THREE_WAY,
    SIMULTANEOUS,
    FAST_OPEN,
    INCOMPLETE,
    REFUSED
  }

  /** Frame numbers, null where there was none. */
  public record Frames(@Nullable Long syn, @Nullable Long synAck, @Nullable Long ack) {}

  /** What an end offered in its SYN; null where the option was absent. */
  public record Options(
      @Nullable Integer mss,
      @Nullable Integer windowScale,
      boolean sackPermitted,
      boolean timestamps,
      boolean fastOpen) {}
}
