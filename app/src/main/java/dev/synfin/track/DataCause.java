package dev.synfin.track;

import static dev.synfin.track.Retransmission.Cause.FAST;
import static dev.synfin.track.Retransmission.Cause.RACK_OR_SACK;
import static dev.synfin.track.Retransmission.Cause.RTO;
import static dev.synfin.track.Retransmission.Cause.TAIL_LOSS_PROBE;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why data was sent again: what its sender knew at that moment, as far as the capture shows it.
 *
 * <p>Either a timer ran out, or an acknowledgement showed a loss. The first comes after silence,
 * the second as soon as its sender can have read the acknowledgement, which at the receiver's tap
 * is a round trip later.
 */
final class DataCause {
  /** Linux's shortest retransmission timeout (include/net/tcp.h, TCP_RTO_MIN). */
  private static final long SHORTEST_RTO_NANOS = 200_000_000;

  /**
   * What pacing, reordering timers and the capture add to an answer that is given at once; well
   * below the shortest timeout, as chosen by comparing with the kernel's own counters.
   */
  private static final long PROMPT_NANOS = SHORTEST_RTO_NANOS / 2;

  /** What timers and their coarseness add; chosen likewise. */
  private static final long SLACK_NANOS = 60_000_000;

  private final TcpSegment segment;
  private final Flow mine;
  private final Flow theirs;
  private final long of;

  /** The capture holds an acknowledgement of it: at the receiver, or one that was lost. */
  private final boolean acknowledged;

  /** The longest and the shortest round trip that was measured, nanoseconds; 0 if none was. */
  private final long longRtt;

  private final long shortRtt;

  /** From an acknowledgement at the tap to what the sender makes of it there. */
  private final long reaction;

  /** Since the segment was last sent, and since the peer last acknowledged something new. */
  private final long silence;

  private final long sinceProgress;

  /**
   * Of data that its side sent before.
   *
   * @param of the frame that first carried it, or 0
   */
  DataCause(
      TcpSegment segment, Flow mine, Flow theirs, long of, Side from, HandshakeTrace handshake) {
    this.segment = segment;
    this.mine = mine;
    this.theirs = theirs;
    this.of = of;
    acknowledged = RetransmissionJudge.isAcknowledged(segment, theirs);
    long rtt = handshake.rttNanos();
    longRtt = Math.max(rtt, mine.smoothedRtt);
    shortRtt = rtt == 0 || mine.smoothedRtt == 0 ? longRtt : Math.min(rtt, mine.smoothedRtt);
    long seen = handshake.reactionNanos(from);
    reaction = seen < 0 ? longRtt : seen;
    sinceProgress = segment.epochNanos() - theirs.ackMovedTime;
    silence = of == 0 ? sinceHole() : segment.epochNanos() - mine.sent.lastSent(segment.seq());
  }

  /** What the tap never saw was sent before the first acknowledgement that lacks it. */
  private long sinceHole() {
    return isFirstWaitedFor() && theirs.lastAckSet
        ? sinceProgress
        : segment.epochNanos() - mine.nextTime;
  }

  Retransmission infer() {
    endRecovery();
    if (!answersAnAck()) {
      if (isTailLossProbe()) {
        mine.probed = true;
        mine.probeEnd = mine.next;
        return because(TAIL_LOSS_PROBE, "the tail again after " + millis(silence));
      }
      if (isTimeout()) {
        begin(RTO);
        return because(RTO, silent());
      }
    }
    if (mine.recovery != null) {
      return because(mine.recovery, "recovery since frame " + mine.recoveryFrame);
    }
    if (isFast()) {
      begin(FAST);
      return because(FAST, theirs.duplicateAcks + " duplicate ACKs");
    }
    if (isBelowSack()) {
      begin(RACK_OR_SACK);
      return because(RACK_OR_SACK, "SACK of later octets");
    }
    if (wasOvertaken()) {
      begin(RACK_OR_SACK);
      return because(RACK_OR_SACK, "what was sent later is acknowledged");
    }
    return because(null, null);
  }

  private String silent() {
    return acknowledged
        ? "again after " + millis(silence) + ": " + RetransmissionJudge.UNHEARD
        : "not acknowledged for " + millis(silence);
  }

  /**
   * RFC 6582, 3.2, step 1, and RFC 6675, 5: it ends when all is acknowledged that was sent then.
   */
  private void endRecovery() {
    if (mine.recovery != null
        && theirs.lastAckSet
        && SeqNumber.atOrAfter(theirs.lastAck, mine.recoveryEnd)) {
      mine.recovery = null;
    }
  }

  /**
   * Whether an acknowledgement that showed a loss came just before. Without SACK none shows that
   * what was sent again is lost too (RFC 6582, 3.2).
   */
  private boolean answersAnAck() {
    if (!usesSack() && mine.sent.sentAgain(segment.seq())) {
      return false;
    }
    boolean lossShown =
        theirs.duplicateAcks > 0
            || isBelowSack()
            || wasOvertaken()
            || (mine.recovery != null && mine.recovery != RTO);
    return lossShown && segment.epochNanos() - theirs.lastAckTime < reaction + PROMPT_NANOS;
  }

  private boolean usesSack() {
    return mine.sackPermitted && theirs.sackPermitted;
  }

  private boolean isFirstWaitedFor() {
    return !theirs.lastAckSet || SeqNumber.beforeOrAt(segment.seq(), theirs.lastAck);
  }

  /**
   * RFC 8985, 7: the last segment once more, two round trips after it or after the last
   * acknowledgement, where SACK is in use, nothing has shown a loss, and no other probe was sent
   * since something new was acknowledged. With more in flight, a timeout would have begun with the
   * first; of a single segment nothing tells a probe from the timeout of a stack without them
   * (Linux before 3.10), so that such a stack is taken for one with them.
   */
  private boolean isTailLossProbe() {
    boolean tail = segment.seq() + segment.sequenceLength() == mine.next;
    if (!tail
        || of == 0
        || mine.recovery != null
        || theirs.duplicateAcks > 0
        || isBelowSack()
        || isProbing()
        || !usesSack()) {
      return false;
    }
    long waited = Math.min(silence, sinceProgress);
    if (mine.sent.waitsForEarlierThan(segment.seq())) {
      return waited >= shortRtt;
    }
    return longRtt > 0
        && waited >= shortRtt
        && waited <= 2 * longRtt + SHORTEST_RTO_NANOS + SLACK_NANOS;
  }

  /** RFC 8985, 7.4: until more than the probe is acknowledged, or the probe twice. */
  private boolean isProbing() {
    boolean doubled = theirs.sackBlocks > 0 && theirs.sackTop == mine.probeEnd;
    return mine.probed && !SeqNumber.after(theirs.lastAck, mine.probeEnd) && !doubled;
  }

  /**
   * The timer starts again with each acknowledgement of something new and each timeout, and what
   * runs out of time first is what is waited for first (RFC 6298, 5).
   */
  private boolean isTimeout() {
    return isFirstWaitedFor()
        && Math.min(silence, sinceProgress) >= Math.max(SHORTEST_RTO_NANOS, shortRtt);
  }

  /** RFC 5681, 3.2. */
  private boolean isFast() {
    return theirs.duplicateAcks >= 3 && theirs.lastAck == segment.seq();
  }

  /** RFC 6675, 4. */
  private boolean isBelowSack() {
    return !acknowledged
        && theirs.sackBlocks > 0
        && SeqNumber.after(theirs.sackTop, theirs.lastAck)
        && SeqNumber.before(segment.seq(), theirs.sackTop);
  }

  /** RFC 8985, 6.2, step 5. */
  private boolean wasOvertaken() {
    return of != 0
        && !acknowledged
        && usesSack()
        && mine.sent.lastSent(segment.seq()) < mine.deliveredTime;
  }

  private void begin(Retransmission.Cause cause) {
    mine.recovery = cause;
    mine.recoveryEnd = mine.next;
    mine.recoveryFrame = segment.frameNumber();
  }

  private Retransmission because(Retransmission.@Nullable Cause cause, @Nullable String basis) {
    return new Retransmission(of == 0 ? null : of, cause, basis);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
