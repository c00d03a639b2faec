package dev.synfin.track;

import static dev.synfin.track.Retransmission.Cause.FAST;
import static dev.synfin.track.Retransmission.Cause.RACK_OR_SACK;
import static dev.synfin.track.Retransmission.Cause.RTO;
import static dev.synfin.track.Retransmission.Cause.TAIL_LOSS_PROBE;
import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * synfin's own judgement whether a segment was sent again, and why, asked before the {@link Flow}
 * of its side remembers the segment.
 */
final class RetransmissionJudge {
  /** Linux's shortest retransmission timeout (include/net/tcp.h, TCP_RTO_MIN). */
  private static final long SHORTEST_RTO_NANOS = 200_000_000;

  /** What timers and their coarseness add. */
  private static final long SLACK_NANOS = 60_000_000;

  private static final long REORDER_NANOS = 3_000_000;

  /**
   * Judges one segment that is neither a probe nor a copy.
   *
   * @param rtt the handshake's round trip in nanoseconds, 0 if unknown
   */
  @Nullable Retransmission judge(TcpSegment segment, Flow mine, Flow theirs, long rtt) {
    if (segment.sequenceLength() == 0
        || segment.has(RST)
        || !mine.nextSet
        || !SeqNumber.before(segment.seq(), mine.next)) {
      return null;
    }
    if (segment.has(SYN)) {
      return judgeSyn(segment, mine);
    }
    long of = mine.sent.firstCarrier(segment.seq());
    if (of == 0 && isReordered(segment, mine, theirs, rtt)) {
      return null;
    }
    if (segment.has(FIN) && segment.payloadLength() == 0) {
      return because(of, Retransmission.Cause.FIN, "no acknowledgement of the FIN");
    }
    return judgeData(segment, mine, theirs, rtt, of);
  }

  /** The SYN+ACK of a simultaneous open repeats the SYN's number, but says something new. */
  private static @Nullable Retransmission judgeSyn(TcpSegment segment, Flow mine) {
    boolean again = segment.has(ACK) ? mine.synAckSent : mine.synSent;
    if (!again) {
      return null;
    }
    return because(
        mine.sent.firstCarrier(segment.seq()),
        segment.has(ACK) ? Retransmission.Cause.SYN_ACK : Retransmission.Cause.SYN,
        segment.has(ACK) ? "no acknowledgement of the SYN+ACK" : "no answer to the SYN");
  }

  /**
   * Whether a segment that fills a hole was only overtaken: it was sent before what overtook it, as
   * the IP identification or the time stamp tells, or it is too early to be sent again.
   */
  private static boolean isReordered(TcpSegment segment, Flow mine, Flow theirs, long rtt) {
    int id = segment.identification();
    if (id > 0 && mine.nextIdentification > 0) {
      int ahead = (mine.nextIdentification - id) & 0xFFFF;
      if (ahead > 0 && ahead < 0x100) {
        return true;
      }
    }
    if (segment.options().timestamps() && mine.nextHasTsVal) {
      int tsVal = segment.options().tsVal();
      if (tsVal != mine.nextTsVal) {
        return SeqNumber.before(tsVal, mine.nextTsVal);
      }
    }
    long age = segment.epochNanos() - mine.nextTime;
    return theirs.duplicateAcks < 2 && age < (rtt == 0 ? REORDER_NANOS : rtt);
  }

  private static Retransmission judgeData(
      TcpSegment segment, Flow mine, Flow theirs, long rtt, long of) {
    if (mine.recovery != null
        && theirs.lastAckSet
        && SeqNumber.atOrAfter(theirs.lastAck, mine.recoveryEnd)) {
      mine.recovery = null;
    }
    long silence = silence(segment, mine, of);
    if (isTailLossProbe(segment, mine, theirs, rtt, silence, of)) {
      return because(of, TAIL_LOSS_PROBE, "the tail again after " + millis(silence));
    }
    if (silence >= Math.max(SHORTEST_RTO_NANOS, rtt) && isTimerDriven(segment, mine, theirs, rtt)) {
      begin(RTO, segment, mine);
      return because(of, RTO, "not acknowledged for " + millis(silence));
    }
    if (mine.recovery != null) {
      return because(of, mine.recovery, "recovery since frame " + mine.recoveryFrame);
    }
    if (theirs.duplicateAcks >= 3 && theirs.lastAck == segment.seq()) {
      begin(FAST, segment, mine);
      return because(of, FAST, theirs.duplicateAcks + " duplicate ACKs");
    }
    if (theirs.sackBlocks > 0 && isBelowSack(segment, theirs)) {
      begin(RACK_OR_SACK, segment, mine);
      return because(of, RACK_OR_SACK, "SACK of later octets");
    }
    return new Retransmission(known(of), null, null);
  }

  private static long silence(TcpSegment segment, Flow mine, long of) {
    long since = of == 0 ? mine.nextTime : mine.sent.lastSent(segment.seq());
    return segment.epochNanos() - since;
  }

  /**
   * RFC 8985, 7: the last segment once more, two round trips after it, where SACK is in use and
   * nothing has shown a loss. With more in flight, a timeout would have begun with the first.
   */
  private static boolean isTailLossProbe(
      TcpSegment segment, Flow mine, Flow theirs, long rtt, long silence, long of) {
    boolean tail = segment.seq() + segment.sequenceLength() == mine.next;
    if (!tail
        || of == 0
        || mine.recovery != null
        || theirs.duplicateAcks > 0
        || !(mine.sackPermitted && theirs.sackPermitted)) {
      return false;
    }
    if (mine.sent.waitsForEarlierThan(segment.seq())) {
      return silence >= rtt;
    }
    return rtt > 0 && silence >= rtt && silence <= 2 * rtt + SHORTEST_RTO_NANOS + SLACK_NANOS;
  }

  /**
   * The timer starts again with each acknowledgement of something new and each timeout (RFC 6298,
   * 5): what such an acknowledgement draws comes at once, or a round trip later at the receiver's.
   */
  private static boolean isTimerDriven(TcpSegment segment, Flow mine, Flow theirs, long rtt) {
    boolean again = segment.epochNanos() - theirs.ackMovedTime >= rtt + SHORTEST_RTO_NANOS * 3 / 4;
    return again && (mine.recovery != RTO || theirs.lastAck == segment.seq());
  }

  private static boolean isBelowSack(TcpSegment segment, Flow theirs) {
    return SeqNumber.after(theirs.sackTop, theirs.lastAck)
        && SeqNumber.before(segment.seq(), theirs.sackTop);
  }

  private static void begin(Retransmission.Cause cause, TcpSegment segment, Flow mine) {
    mine.recovery = cause;
    mine.recoveryEnd = mine.next;
    mine.recoveryFrame = segment.frameNumber();
  }

  private static Retransmission because(long of, Retransmission.Cause cause, String basis) {
    return new Retransmission(known(of), cause, basis);
  }

  private static @Nullable Long known(long frame) {
    return frame == 0 ? null : frame;
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
