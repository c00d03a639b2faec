package dev.synfin.track;

import static dev.synfin.track.AnalysisFlag.FAST_RETRANSMISSION;
import static dev.synfin.track.AnalysisFlag.KEEP_ALIVE;
import static dev.synfin.track.AnalysisFlag.OUT_OF_ORDER;
import static dev.synfin.track.AnalysisFlag.RETRANSMISSION;
import static dev.synfin.track.AnalysisFlag.SPURIOUS_RETRANSMISSION;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;

/**
 * Wireshark's four labels for a segment that does not advance the sequence number, with its times
 * (epan/dissectors/packet-tcp.c, tcp_analyze_sequence_number); {@link SequenceAnalysis} asks for
 * them.
 */
final class RetransmissionRules {
  private static final long FAST_NANOS = 20_000_000;
  private static final long REORDER_NANOS = 3_000_000;

  /** The label's bit, or 0. */
  int classify(TcpSegment segment, Flow mine, Flow theirs, int flags, long handshakeRtt) {
    if (segment.sequenceLength() == 0 || (flags & KEEP_ALIVE.bit()) != 0) {
      return 0;
    }
    if (isSpurious(segment, theirs)) {
      return SPURIOUS_RETRANSMISSION.bit();
    }
    if (advances(segment, mine)) {
      return 0;
    }
    if (isFast(segment, theirs)) {
      return FAST_RETRANSMISSION.bit();
    }
    return isOutOfOrder(segment, mine, handshakeRtt) ? OUT_OF_ORDER.bit() : RETRANSMISSION.bit();
  }

  private static boolean isSpurious(TcpSegment segment, Flow theirs) {
    return segment.payloadLength() > 0
        && theirs.lastAckSet
        && SeqNumber.beforeOrAt(segment.seq() + segment.payloadLength(), theirs.lastAck);
  }

  /** Data that begins with the octet of a window probe, one before {@code next}, is new. */
  private static boolean advances(TcpSegment segment, Flow mine) {
    return !mine.nextSet
        || !SeqNumber.before(segment.seq(), mine.next)
        || (segment.payloadLength() > 1 && segment.seq() == mine.next - 1);
  }

  private static boolean isFast(TcpSegment segment, Flow theirs) {
    return isWithin(FAST_NANOS, theirs.lastAckTime, segment)
        && theirs.duplicateAcks >= 2
        && (theirs.lastAck == segment.seq() || theirs.sackBlocks > 0);
  }

  /**
   * Unsigned, as Wireshark counts: a frame that the capture holds after a later one is within no
   * time of it, and a handshake that took negative time makes every time a short one.
   */
  private static boolean isWithin(long nanos, long since, TcpSegment segment) {
    return Long.compareUnsigned(segment.epochNanos() - since, nanos) < 0;
  }

  private static boolean isOutOfOrder(TcpSegment segment, Flow mine, long handshakeRtt) {
    long threshold = handshakeRtt == 0 ? REORDER_NANOS : handshakeRtt;
    if (!isWithin(threshold, mine.nextTime, segment)
        || mine.sent.covers(segment.seq(), segment.seq() + segment.payloadLength())) {
      return false;
    }
    int end = segment.seq() + segment.payloadLength() + (segment.has(SYN | FIN) ? 1 : 0);
    return end != mine.next || mine.lastLength == 0;
  }
}
