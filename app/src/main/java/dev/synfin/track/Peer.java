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
 * <p>A segment counts as received when it is captured. Where a later one proves that it had not
 * arrived yet (a FIN that does not acknowledge the other FIN), the conclusion is taken back. An end
 * whose beginning the capture lacks has no state until it sends something; it is then taken to be
 * ESTABLISHED. TIME-WAIT does not expire: there is no clock here.
 */
final class Peer {
  private @Nullable TcpState state;

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

  // What this end sends.

  void sends(TcpSegment segment, Peer other) {
    if (segment.has(RST)) {
      sendsReset(segment);
      return;
    }
    if (segment.has(SYN)) {
      sendsSyn(segment);
    } else if (segment.has(ACK)) {
      sendsAck(segment, other);
    }
    if (segment.has(FIN)) {
      sendsFin(segment, other);
    }
    advanceSndNxt(segment);
  }

  /** RFC 9293, 3.10.1: OPEN sends SYN. RFC 9293, 3.10.7.2: LISTEN answers SYN with SYN+ACK. */
  private void sendsSyn(TcpSegment segment) {
    if (state == null) {
      state = segment.has(ACK) ? SYN_RECEIVED : SYN_SENT;
    }
  }

  /**
   * RFC 9293, 3.10.7.3, fourth, and 3.10.7.4, fifth: only a synchronised end acknowledges without a
   * SYN, and it acknowledges a FIN once it has received all before it (eighth).
   */
  private void sendsAck(TcpSegment segment, Peer other) {
    if (state == null || state == SYN_SENT) {
      state = ESTABLISHED; // what made it so is missing from the capture
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
   * FIN-WAIT-1.
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

  /** RFC 9293, 3.10.7.3: an unacceptable ACK draws a reset, and SYN-SENT stays. */
  private void sendsReset(TcpSegment segment) {
    if (state != SYN_SENT || segment.seq() == sndNxt || segment.has(ACK)) {
      state = CLOSED;
    }
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
    if (state == null) {
      advanceRcvNxt(segment);
      return false;
    }
    if (other.finSent && !finReceived && beginsAfterFin(segment, other)) {
      receivesFin();
    }
    if (segment.has(ACK) && !segment.has(SYN)) {
      receivesAck(segment);
    }
    boolean inOrder = advanceRcvNxt(segment);
    if (segment.has(FIN) && inOrder && !finReceived) {
      receivesFin();
    }
    return false;
  }

  /** RFC 9293, 3.10.7.3. */
  private boolean receivesInSynSent(TcpSegment segment) {
    boolean acksSyn = segment.has(ACK) && hasSent && acksSomethingNew(segment);
    if (segment.has(RST)) {
      if (acksSyn) {
        state = CLOSED; // second: the reset is acceptable only with an acceptable ACK
      }
      return acksSyn;
    }
    if (segment.has(SYN) && (acksSyn || !segment.has(ACK))) {
      advanceRcvNxt(segment);
      state = acksSyn ? ESTABLISHED : SYN_RECEIVED; // fourth: or both ends open at once
    }
    return false;
  }

  private boolean acksSomethingNew(TcpSegment segment) {
    // SND.UNA is the SYN, the only octet before data that a fast open sent with it.
    return SeqNumber.beforeOrAt(segment.ack(), sndNxt)
        && SeqNumber.distance(segment.ack(), sndNxt) < 65_536;
  }

  /**
   * RFC 9293, 3.10.7.4, second: only a reset exactly at RCV.NXT counts; within the window it draws
   * a challenge ACK. What the other end has sent so far is taken to arrive before its reset.
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

  private static boolean beginsAfterFin(TcpSegment segment, Peer other) {
    return segment.seq() == other.finEnd;
  }

  /** RFC 9293, 3.10.7.4, fifth. */
  private void receivesAck(TcpSegment segment) {
    if (state == SYN_RECEIVED && hasSent && SeqNumber.beforeOrAt(segment.ack(), sndNxt)) {
      state = ESTABLISHED;
    }
    if (finSent && !finAcked && SeqNumber.atOrAfter(segment.ack(), finEnd)) {
      finAcked = true;
      receivesAckOfFin();
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

  /** Whether the segment left no hole before it (RFC 9293, 3.10.7.4, seventh). */
  private boolean advanceRcvNxt(TcpSegment segment) {
    if (hasReceived && !segment.has(SYN) && SeqNumber.after(segment.seq(), rcvNxt)) {
      return false;
    }
    int end = segment.seq() + segment.sequenceLength();
    if (!hasReceived || SeqNumber.after(end, rcvNxt)) {
      rcvNxt = end;
      hasReceived = true;
    }
    return true;
  }
}
