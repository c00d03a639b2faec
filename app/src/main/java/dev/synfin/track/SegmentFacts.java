package dev.synfin.track;

import org.jspecify.annotations.Nullable;

/**
 * What the tracker concluded about one segment. One object, filled again for the next segment:
 * valid during {@link ConnectionObserver#segment} only.
 */
public final class SegmentFacts {
  Side from = Side.CLIENT;
  long relativeSeq;
  long relativeAck;
  long window;
  Phase phase = Phase.HANDSHAKE;
  @Nullable TcpState clientState;
  @Nullable TcpState serverState;
  int analysis;
  @Nullable Retransmission retransmission;
  @Nullable Probe probe;
  long duplicateOf;
  long acksFrame;
  long ackRttNanos;
  long bytesInFlight;

  SegmentFacts() {}

  /** Where a segment's length is unknown, so is all that follows from it. */
  void clearAnalysis(int known) {
    analysis = known;
    retransmission = null;
    probe = null;
    duplicateOf = 0;
    acksFrame = 0;
    ackRttNanos = -1;
    bytesInFlight = -1;
  }

  /** Who sent it. */
  public Side from() {
    return from;
  }

  /** Sequence number as Wireshark shows it, relative to the sender's first. */
  public long relativeSeq() {
    return relativeSeq;
  }

  /** Acknowledgement number relative to the peer's first; meaningful only with the ACK flag. */
  public long relativeAck() {
    return relativeAck;
  }

  /** The window in octets, scaled where the scale is known. */
  public long window() {
    return window;
  }

  /** Handshake, data or teardown. */
  public Phase phase() {
    return phase;
  }

  /** The client's state after this segment, or null where it cannot be known. */
  public @Nullable TcpState clientState() {
    return clientState;
  }

  /** The server's state after this segment, or null where it cannot be known. */
  public @Nullable TcpState serverState() {
    return serverState;
  }

  /** Wireshark's flags, a sum of {@link AnalysisFlag#bit()}. */
  public int analysis() {
    return analysis;
  }

  /** Whether Wireshark's flag is set. */
  public boolean is(AnalysisFlag flag) {
    return (analysis & flag.bit()) != 0;
  }

  /** Present where the segment was sent again. */
  public @Nullable Retransmission retransmission() {
    return retransmission;
  }

  /** Present where the segment is a probe. */
  public @Nullable Probe probe() {
    return probe;
  }

  /** The frame of which this is a copy that the capture holds twice, or 0. */
  public long duplicateOf() {
    return duplicateOf;
  }

  /** The newest segment's frame that this ACK covers in full, or 0. */
  public long acksFrame() {
    return acksFrame;
  }

  /** Time since {@link #acksFrame()}, or -1. */
  public long ackRttNanos() {
    return ackRttNanos;
  }

  /** Octets sent by this side and not yet acknowledged, this segment included, or -1. */
  public long bytesInFlight() {
    return bytesInFlight;
  }
}
