package dev.synfin.track;

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
  /** Wireshark's, where no round trip was measured. */
  private static final long REORDER_NANOS = 3_000_000;

  /** Identifications that a sender, which counts them up, gives out meanwhile at most; chosen. */
  private static final int OVERTAKEN_IDENTIFICATIONS = 0x100;

  /** What a sender lacks that sends again what the capture shows to be acknowledged. */
  static final String UNHEARD =
      "its acknowledgement is in the capture, but did not arrive or was not taken";

  /**
   * Judges one segment that is neither a probe nor a copy.
   *
   * @param from the segment's sender
   */
  @Nullable Retransmission judge(
      TcpSegment segment, Flow mine, Flow theirs, Side from, HandshakeTrace handshake) {
    if (segment.sequenceLength() == 0
        || segment.has(RST)
        || !mine.nextSet
        || !SeqNumber.before(segment.seq(), mine.next)) {
      return null;
    }
    if (segment.has(SYN)) {
      return judgeSyn(segment, mine, theirs, handshake);
    }
    long of = mine.sent.firstCarrier(segment.seq());
    if (of == 0 && isReordered(segment, mine, theirs, handshake.rttNanos())) {
      return null;
    }
    if (segment.has(FIN) && segment.payloadLength() == 0) {
      String basis = isAcknowledged(segment, theirs) ? UNHEARD : "no acknowledgement of the FIN";
      return because(of, Retransmission.Cause.FIN, basis);
    }
    return new DataCause(segment, mine, theirs, of, from, handshake).infer();
  }

  /** The SYN+ACK of a simultaneous open repeats the SYN's number, but says something new. */
  private static @Nullable Retransmission judgeSyn(
      TcpSegment segment, Flow mine, Flow theirs, HandshakeTrace handshake) {
    boolean again = segment.has(ACK) ? mine.synAckSent : mine.synSent;
    if (!again) {
      return null;
    }
    long of = mine.sent.firstCarrier(segment.seq());
    boolean unheard = isSynAcknowledged(segment, mine, theirs);
    if (!segment.has(ACK)) {
      boolean answered = unheard && theirs.synAckSent; // and not by a challenge ACK (RFC 5961, 4)
      return because(of, Retransmission.Cause.SYN, answered ? UNHEARD : "no answer to the SYN");
    }
    long asked = handshake.answersRepeatedSyn(segment);
    if (asked < 0) {
      String basis = unheard ? UNHEARD : "no acknowledgement of the SYN+ACK";
      return because(of, Retransmission.Cause.SYN_ACK, basis);
    }
    return because(
        of,
        Retransmission.Cause.REPEATED_SYN,
        String.format(Locale.ROOT, "the SYN came again %.1f ms before", asked / 1e6));
  }

  /** RFC 9293, 3.10.7.3, first, and 3.10.7.4, fifth: ISS < SEG.ACK =< SND.NXT. */
  private static boolean isSynAcknowledged(TcpSegment syn, Flow mine, Flow theirs) {
    return theirs.lastAckSet
        && SeqNumber.after(theirs.lastAck, syn.seq())
        && SeqNumber.beforeOrAt(theirs.lastAck, mine.next);
  }

  /** Whether the other side's last acknowledgement covers all of it. */
  static boolean isAcknowledged(TcpSegment segment, Flow theirs) {
    return theirs.lastAckSet
        && SeqNumber.atOrAfter(theirs.lastAck, segment.seq() + segment.sequenceLength());
  }

  /**
   * Whether a segment that fills a hole was only overtaken: it was sent before what overtook it, as
   * the IP identification or the time stamp tells, or it is too early to be sent again.
   */
  private static boolean isReordered(TcpSegment segment, Flow mine, Flow theirs, long rtt) {
    int id = segment.identification();
    if (id > 0 && mine.nextIdentification > 0) {
      int ahead = (mine.nextIdentification - id) & 0xFFFF;
      if (ahead > 0 && ahead < OVERTAKEN_IDENTIFICATIONS) {
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

  private static Retransmission because(long of, Retransmission.Cause cause, String basis) {
    return new Retransmission(of == 0 ? null : of, cause, basis);
  }
}
