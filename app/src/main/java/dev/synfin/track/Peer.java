package dev.synfin.track;

import static dev.synfin.track.TcpState.CLOSED;
import static dev.synfin.track.TcpState.CLOSE_WAIT;
import static dev.synfin.track.TcpState.CLOSING;
import static dev.synfin.track.TcpState.ESTABLISHED;
import static dev.synfin.track.TcpState.FIN_WAIT_1;
import static dev.synfin.track.TcpState.FIN_WAIT_2;
import static dev.synfin.track.TcpState.LAST_ACK;
import static dev.synfin.track.TcpState.SYN_RECEIVED;
import static dev.synfin.track.TcpState.SYN_SENT;
import static dev.synfin.track.TcpState.TIME_WAIT;
import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection and its state (RFC 9293, 3.3.2), inferred from the segments that it sends
 * and that are sent to it.
 *
 * <pre>
 *                                 (unknown)
 *              sends SYN |                        | sends SYN+ACK
 *                        v                        v
 *                   SYN-SENT --receives SYN--> SYN-RECEIVED
 *                        |                        |
 *         receives SYN+ACK                        receives ACK of SYN
 *                        +------> ESTABLISHED <---+
 *             sends FIN  |            |           |  receives FIN
 *                        v            |           v
 *     +------------ FIN-WAIT-1        |      CLOSE-WAIT
 *     | receives         | receives   |           | sends FIN
 *     | ACK of FIN       v FIN        |           v
 *     v               CLOSING         |       LAST-ACK
 * FIN-WAIT-2             | receives   |           | receives ACK of FIN
 *     | receives FIN     v ACK of FIN |           v
 *     +-------------> TIME-WAIT       +-RST--> CLOSED
 * </pre>
 *
 * <p>RST leads from every state to CLOSED, and FIN leaves SYN-RECEIVED as it leaves ESTABLISHED. An
 * end that was listening returns to LISTEN; what is followed here is the connection, which is
 * CLOSED.
 *
 * <p>A segment counts as received when it is captured. Where a later one proves that it had not
 * arrived yet (a FIN that does not acknowledge the other FIN, a SYN+ACK after the acknowledgement
 * of the first), the conclusion is taken back; so is that of a reset, where its sender goes on and
 * the other end did not obey. An end whose beginning the capture lacks has no state until it sends
 * something; it is then taken to be ESTABLISHED. TIME-WAIT does not expire: there is no clock here.
 */
final class Peer {
  private @Nullable TcpState state;

  /** This end sent a reset, which the other end may not obey, and its state was this before. */
  private @Nullable TcpState beforeReset;

  private boolean hasReset;

  /** ISS, meaningful in SYN-SENT and SYN-RECEIVED. */
  private int iss;

  private boolean synAcked;

  /** SND.NXT, meaningful once {@link #hasSent}. */
  private int sndNxt;

  private boolean hasSent;

  /** RCV.NXT, meaningful once {@link #hasReceived}. */
  private int rcvNxt;

  private boolean hasReceived;

  /** The sequence number after this end's FIN. */
  private int finEnd;

  private boolean finSent;
  private boolean finAcked;
  private boolean finReceived;

  @Nullable TcpState state() {
    return state;
  }

  /** Whether this end has seen the connection to be open, now or earlier. */
  boolean synchronised() {
    return state != null && state != SYN_SENT && state != SYN_RECEIVED;
  }

  /** Whether nothing more is expected of this end. */
  boolean done() {
    return state == CLOSED || state == TIME_WAIT;
  }

  /** Whether this end has sent a FIN that counts, or may have: nothing tells where it stands. */
  boolean mayHaveClosed() {
    return finSent || state == null;
  }

  // What this end sends.

  void sends(TcpSegment segment, Peer other) {
    if (segment.has(RST)) {
      sendsReset(segment);
      return;
    }
    if (hasReset && other.state != CLOSED) {
      state = beforeReset; // RFC 5961, 3: the reset may have been another's
      hasReset = false;
    }
    if (segment.has(SYN)) {
      sendsSyn(segment);
    } else if (segment.has(ACK)) {
      sendsAck(segment, other);
    }
    if (segment.has(FIN)
        && segment.has(ACK)
        && isNewest(segment)) { // else dropped: 3.10.7.4, fifth
      sendsFin(segment, other);
    }
    advanceSndNxt(segment);
  }

  /**
   * RFC 9293, 3.10.1: OPEN sends SYN. RFC 9293, 3.10.7.2 and 3.10.7.3, fourth: LISTEN and SYN-SENT
   * answer SYN with SYN+ACK, and it comes again until its acknowledgement arrives (3.8.1).
   */
  private void sendsSyn(TcpSegment segment) {
    if (state == null) {
      iss = segment.seq();
      state = segment.has(ACK) ? SYN_RECEIVED : SYN_SENT;
    } else if (segment.has(ACK) && sentOnlySyn(segment)) {
      state = SYN_RECEIVED;
    }
  }

  /**
   * RFC 9293, 3.5, figure 7: after its SYN, an end that opens at once with the other sends SYN+ACK.
   * RFC 9293, 3.8.1: what is sent again was not acknowledged, so a SYN+ACK by an end that has sent
   * nothing since shows that it still waits. One with another number opens nothing here.
   */
  private boolean sentOnlySyn(TcpSegment again) {
    boolean opening = state == SYN_SENT || state == ESTABLISHED;
    return opening && again.seq() == iss && sndNxt == iss + again.sequenceLength();
  }

  /**
   * RFC 9293, 3.10.7.3, fourth, and 3.10.7.4, fifth: only a synchronised end acknowledges without a
   * SYN, but for one that sends data while it waits in SYN-RECEIVED (RFC 7413, 4.2.2); and it
   * acknowledges a FIN once it has received all before it (eighth). What it acknowledges it has
   * received (3.4).
   */
  private void sendsAck(TcpSegment segment, Peer other) {
    if (state == null || state == SYN_SENT || (state == SYN_RECEIVED && synAcked)) {
      state = ESTABLISHED; // what made it so is missing from the capture, or arrived meanwhile
    }
    if (!hasReceived || SeqNumber.after(segment.ack(), rcvNxt)) {
      rcvNxt = segment.ack();
      hasReceived = true;
    }
    if (other.finSent && !finReceived && SeqNumber.atOrAfter(segment.ack(), other.finEnd)) {
      receivesFin();
    }
  }

  /**
   * RFC 9293, 3.10.4: CLOSE sends FIN, from CLOSE-WAIT into LAST-ACK, from the others into
   * FIN-WAIT-1. One that does not acknowledge the other's FIN was sent without knowing it (3.6,
   * case 3): then CLOSE-WAIT was concluded too soon.
   */
  private void sendsFin(TcpSegment segment, Peer other) {
    if (!finSent) {
      finSent = true;
      finEnd = segment.seq() + segment.sequenceLength();
    }
    if (state == CLOSE_WAIT && SeqNumber.before(segment.ack(), other.finEnd)) {
      finReceived = false; // the other FIN was still on its way
      state = FIN_WAIT_1;
    } else if (state == CLOSE_WAIT) {
      state = LAST_ACK;
    } else if (state == ESTABLISHED || state == SYN_RECEIVED || state == null) {
      state = FIN_WAIT_1;
    }
  }

  /**
   * RFC 9293, 3.10.7.3, first, and 3.10.7.4, fifth: an unacceptable ACK draws a reset with its own
   * number, and SYN-SENT and SYN-RECEIVED stay. Any other reset aborts, or answers for an end that
   * is no more (3.10.5, 3.10.7.1).
   */
  private void sendsReset(TcpSegment segment) {
    boolean opening = state == SYN_SENT || state == SYN_RECEIVED;
    if (opening && !segment.has(ACK) && segment.seq() != sndNxt) {
      return;
    }
    if (state != CLOSED) {
      beforeReset = state;
      hasReset = true;
      state = CLOSED;
    }
  }

  /** Whether nothing behind its end was sent before: a FIN is the last (RFC 9293, 3.10.4). */
  private boolean isNewest(TcpSegment segment) {
    return !hasSent || SeqNumber.atOrAfter(segment.seq() + segment.sequenceLength(), sndNxt);
  }

  private void advanceSndNxt(TcpSegment segment) {
    int end = segment.seq() + segment.sequenceLength();
    if (!hasSent || SeqNumber.after(end, sndNxt)) {
      sndNxt = end;
      hasSent = true;
    }
  }

  // What is sent to this end.

  /**
   * Takes what the other end sent.
   *
   * @return whether it was a reset that this end has to obey
   */
  boolean receives(TcpSegment segment, Peer other) {
    if (state == SYN_SENT) {
      return receivesInSynSent(segment);
    }
    if (segment.has(RST)) {
      return receivesReset(segment, other);
    }
    if (segment.has(SYN)) {
      receivesSyn(segment);
    } else if (segment.has(ACK)) { // RFC 9293, 3.10.7.4, fifth: without ACK it is dropped
      receivesInOrderOrNot(segment, other);
    }
    return false;
  }

  private void receivesInOrderOrNot(TcpSegment segment, Peer other) {
    if (state == null) { // joined midway: 3.10.7.4 asks what only this end's own segments tell
      advanceRcvNxt(segment);
      return;
    }
    if (other.finSent && !finReceived && beginsAfterFin(segment, other)) {
      receivesFin();
    }
    receivesAck(segment);
    boolean newest = advanceRcvNxt(segment);
    if (segment.has(FIN) && newest && !finReceived) {
      receivesFin();
    }
  }

  /** RFC 9293, 3.10.7.3. */
  private boolean receivesInSynSent(TcpSegment segment) {
    boolean acksSyn = acksSyn(segment);
    if (segment.has(RST)) {
      if (acksSyn) {
        state = CLOSED; // second: the reset is acceptable only with an acceptable ACK
      }
      return acksSyn;
    }
    if (segment.has(SYN) && (acksSyn || !segment.has(ACK))) {
      synAcked = acksSyn;
      rcvNxt = segment.seq() + segment.sequenceLength();
      hasReceived = true;
      state = acksSyn ? ESTABLISHED : SYN_RECEIVED; // fourth: or both ends open at once
    }
    return false;
  }

  /** RFC 9293, 3.10.7.3, first, and 3.10.7.4, fifth: ISS < SEG.ACK =< SND.NXT. */
  private boolean acksSyn(TcpSegment segment) {
    return segment.has(ACK)
        && SeqNumber.after(segment.ack(), iss)
        && SeqNumber.beforeOrAt(segment.ack(), sndNxt);
  }

  /**
   * RFC 9293, 3.5, figure 7: where both ends open at once, the other's SYN+ACK acknowledges this
   * one's SYN. Any other SYN that repeats the first one's number changes nothing (3.10.7.4,
   * fourth). One with another number does not come here: it begins another connection as Wireshark
   * counts them ({@link Course#endsWith}), though its receiver may answer it with a challenge ACK.
   */
  private void receivesSyn(TcpSegment segment) {
    receivesAckOfSyn(segment);
    if (!hasReceived) {
      advanceRcvNxt(segment);
    }
  }

  /**
   * RFC 9293, 3.10.7.4, second: only a reset exactly at RCV.NXT counts; within the window it draws
   * a challenge ACK. What the other end has sent so far is taken to arrive before its reset. An end
   * of which nothing was seen obeys any; TIME-WAIT ends by it, too.
   */
  private boolean receivesReset(TcpSegment segment, Peer other) {
    boolean exact = !hasReceived || segment.seq() == rcvNxt;
    boolean afterAll = other.hasSent && segment.seq() == other.sndNxt;
    if (exact || afterAll) {
      state = CLOSED;
      return true;
    }
    return false;
  }

  /** RFC 9293, 3.4: what begins behind the FIN was sent after it, so that it has arrived. */
  private static boolean beginsAfterFin(TcpSegment segment, Peer other) {
    return segment.seq() == other.finEnd;
  }

  /** RFC 9293, 3.10.7.4, fifth; an acknowledgement of what was not sent is dropped. */
  private void receivesAck(TcpSegment segment) {
    receivesAckOfSyn(segment);
    if (finSent
        && !finAcked
        && SeqNumber.atOrAfter(segment.ack(), finEnd)
        && SeqNumber.beforeOrAt(segment.ack(), sndNxt)) {
      finAcked = true;
      receivesAckOfFin();
    }
  }

  /** RFC 9293, 3.10.7.4, fifth: SYN-RECEIVED. */
  private void receivesAckOfSyn(TcpSegment segment) {
    if (state == SYN_RECEIVED && acksSyn(segment)) {
      synAcked = true;
      state = ESTABLISHED;
    }
  }

  /** RFC 9293, 3.10.7.4, fifth: FIN-WAIT-1, CLOSING and LAST-ACK. */
  private void receivesAckOfFin() {
    if (state == FIN_WAIT_1) {
      state = FIN_WAIT_2;
    } else if (state == CLOSING) {
      state = TIME_WAIT;
    } else if (state == LAST_ACK) {
      state = CLOSED;
    }
  }

  /** RFC 9293, 3.10.7.4, eighth. */
  private void receivesFin() {
    finReceived = true;
    if (state == ESTABLISHED || state == SYN_RECEIVED) {
      state = CLOSE_WAIT;
    } else if (state == FIN_WAIT_1) {
      state = finAcked ? TIME_WAIT : CLOSING;
    } else if (state == FIN_WAIT_2) {
      state = TIME_WAIT;
    }
  }

  /**
   * Whether the segment left no hole before it, and nothing behind its end was received before (RFC
   * 9293, 3.10.7.4, seventh).
   */
  private boolean advanceRcvNxt(TcpSegment segment) {
    if (hasReceived && SeqNumber.after(segment.seq(), rcvNxt)) {
      return false;
    }
    int end = segment.seq() + segment.sequenceLength();
    if (!hasReceived || SeqNumber.after(end, rcvNxt)) {
      rcvNxt = end;
      hasReceived = true;
    }
    return end == rcvNxt;
  }
}
