package dev.synfin.track;

import static dev.synfin.wire.TcpSegment.ACK;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import org.jspecify.annotations.Nullable;

/** What was seen of the closing: the FINs, what acknowledged them, and the reset. */
final class TeardownTrace {
  private @Nullable Side initiator;
  private long fin;
  private long finTime;
  private int finEnd;
  private long finAck;
  private long peerFin;
  private long peerFinTime;
  private int peerFinEnd;
  private long peerFinAck;
  private boolean crossed;
  private @Nullable Side resetBy;
  private long reset;

  /**
   * Takes a segment of a connection that saw its first FIN or reset, be it this one.
   *
   * @param closes whether it has a FIN that its sender means
   */
  void accept(TcpSegment segment, Side from, boolean closes) {
    if (from == initiator || initiator == null) {
      acceptOfInitiator(segment, from, closes);
    } else {
      acceptOfPeer(segment, closes);
    }
  }

  private void acceptOfInitiator(TcpSegment segment, Side from, boolean closes) {
    if (closes && initiator == null) {
      initiator = from;
      fin = segment.frameNumber();
      finTime = segment.epochNanos();
      finEnd = segment.seq() + segment.sequenceLength();
    }
    if (peerFin != 0 && peerFinAck == 0 && acks(segment, peerFinEnd)) {
      peerFinAck = segment.frameNumber();
    }
  }

  private void acceptOfPeer(TcpSegment segment, boolean closes) {
    if (finAck == 0 && acks(segment, finEnd)) {
      finAck = segment.frameNumber();
    }
    if (closes && peerFin == 0) {
      peerFin = segment.frameNumber();
      peerFinTime = segment.epochNanos();
      peerFinEnd = segment.seq() + segment.sequenceLength();
      crossed = !acks(segment, finEnd);
    }
  }

  private static boolean acks(TcpSegment segment, int end) {
    return segment.has(ACK) && SeqNumber.atOrAfter(segment.ack(), end);
  }

  /** Takes the first reset that counts; one after both ends have closed ends nothing. */
  void acceptReset(TcpSegment segment, Side from) {
    if (resetBy == null && peerFinAck == 0) {
      resetBy = from;
      reset = segment.frameNumber();
    }
  }

  /** Whose FIN left first, or null. */
  @Nullable Side initiator() {
    return initiator;
  }

  Teardown teardown(@Nullable Side timeWait) {
    boolean fins = initiator != null;
    return new Teardown(
        kind(),
        initiator,
        fins ? frames() : null,
        fins ? segments() : null,
        peerFin == 0 ? null : peerFinTime - finTime,
        timeWait,
        resetBy,
        resetBy == null ? null : reset);
  }

  private Teardown.Kind kind() {
    if (resetBy != null) {
      return Teardown.Kind.RESET;
    }
    if (peerFin == 0) {
      return Teardown.Kind.HALF_CLOSED;
    }
    return crossed ? Teardown.Kind.SIMULTANEOUS : Teardown.Kind.FIN;
  }

  private Teardown.Frames frames() {
    return new Teardown.Frames(known(fin), known(finAck), known(peerFin), known(peerFinAck));
  }

  /** How many different frames the four steps took; a step that is missing took none. */
  private int segments() {
    int different = 1;
    different += finAck != 0 ? 1 : 0;
    different += peerFin != 0 && peerFin != finAck ? 1 : 0;
    different += peerFinAck != 0 ? 1 : 0;
    return different;
  }

  private static @Nullable Long known(long frame) {
    return frame == 0 ? null : frame;
  }
}
