package dev.synfin.track;

import static dev.synfin.track.ZeekEnd.State.CLOSED;
import static dev.synfin.track.ZeekEnd.State.ESTABLISHED;
import static dev.synfin.track.ZeekEnd.State.INACTIVE;
import static dev.synfin.track.ZeekEnd.State.PARTIAL;
import static dev.synfin.track.ZeekEnd.State.RESET;
import static dev.synfin.track.ZeekEnd.State.SYN_ACK_SENT;
import static dev.synfin.track.ZeekEnd.State.SYN_SENT;
import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;

/**
 * Zeek's words for a connection: what became of it ({@code conn_state}) and how ({@code history}),
 * by the rules of src/packet_analysis/protocol/tcp/TCPSessionAdapter.cc.
 *
 * <p>Zeek's originator is who sent first, unless the ports say otherwise; a SYN+ACK alone does not
 * change that, so that it can differ from synfin's client.
 */
final class ZeekVerdict {
  private static final int CONTROL = SYN | FIN | RST;

  /** A SYN or RST whose number lies further away than this is not believed (update_last_seq). */
  private static final int TOO_FAR = 1_048_576;

  private final ZeekHistory history = new ZeekHistory();
  private final ZeekEnd originator = new ZeekEnd();
  private final ZeekEnd responder = new ZeekEnd();
  private Side originatorSide;

  /**
   * Starts with who sends first.
   *
   * @param flipped the ports tell that the other end is the originator
   */
  ZeekVerdict(Side sender, boolean flipped) {
    originatorSide = flipped ? sender.peer() : sender;
    if (flipped) {
      history.addFlip();
    }
  }

  void accept(TcpSegment segment, Side from) {
    boolean ofOriginator = from == originatorSide;
    ZeekEnd end = ofOriginator ? originator : responder;
    ZeekEnd peer = ofOriginator ? responder : originator;
    if (segment.checksumBad() && end.checksumsFilled) {
      addScaled('C', ++end.badChecksums, ofOriginator);
      return;
    }
    end.checksumsFilled |= !segment.checksumBad();
    if (isReversal(segment, ofOriginator)) {
      originatorSide = from;
      history.addFlip();
    }
    place(segment, end);
    writeFlags(segment, end, ofOriginator);
    writeZeroWindow(segment, end, peer, ofOriginator);
    advance(segment, end, ofOriginator);
    move(segment, end, peer, ofOriginator);
    if (segment.has(ACK)) {
      writeGap(segment, peer, !ofOriginator);
    }
    extend(segment, end);
  }

  /** A SYN that comes after its own SYN+ACK: the ends change roles. */
  private boolean isReversal(TcpSegment segment, boolean ofOriginator) {
    return !ofOriginator
        && responder.state == INACTIVE
        && originator.state == SYN_ACK_SENT
        && (segment.flags() & (CONTROL | ACK)) == SYN;
  }

  private static int sequenceLength(TcpSegment segment) {
    int length = segment.sequenceLength();
    return segment.has(RST) ? length - segment.payloadLength() : length;
  }

  /** Zeek's init_endpoint: where an end's numbers begin. */
  private static void place(TcpSegment segment, ZeekEnd end) {
    boolean syn = segment.has(SYN);
    boolean placed =
        switch (end.state) {
          case INACTIVE -> false;
          case SYN_SENT, SYN_ACK_SENT -> !(syn && segment.seq() != end.startSeq);
          case ESTABLISHED, PARTIAL -> !syn;
          case CLOSED, RESET -> true;
        };
    if (placed) {
      return;
    }
    end.startSeq = syn ? segment.seq() : segment.seq() - 1;
    end.lastSeq = syn ? segment.seq() + sequenceLength(segment) : segment.seq();
    end.contiguous = syn ? segment.seq() + 1 : segment.seq();
  }

  /** Zeek's update_history. */
  private void writeFlags(TcpSegment segment, ZeekEnd end, boolean ofOriginator) {
    switch (segment.flags() & CONTROL) {
      case 0 -> writeOnce(segment, end, ofOriginator);
      case SYN -> {
        char letter = segment.has(ACK) ? 'H' : 'S';
        boolean again = !end.first('S') && segment.seq() == end.lastSyn;
        add(letter, ofOriginator, again);
        end.lastSyn = segment.seq();
      }
      case FIN -> {
        int seq = segment.seq() + segment.payloadLength();
        add('F', ofOriginator, !end.first('F') && seq == end.lastFin);
        end.lastFin = seq;
      }
      case RST -> {
        add('R', ofOriginator, !end.first('R') && segment.seq() == end.lastReset);
        end.lastReset = segment.seq();
      }
      case FIN | RST -> add('I', ofOriginator, !end.first('I'));
      default -> add('Q', ofOriginator, !end.first('Q'));
    }
  }

  private void writeOnce(TcpSegment segment, ZeekEnd end, boolean ofOriginator) {
    if (segment.payloadLength() > 0) {
      add('D', ofOriginator, !end.first('D'));
    } else if (segment.has(ACK)) {
      add('A', ofOriginator, !end.first('A'));
    }
  }

  private void add(char letter, boolean ofOriginator, boolean again) {
    if (!again) {
      history.add(letter, ofOriginator);
    }
  }

  /** The 1st, 10th, 100th … time. */
  private void addScaled(char letter, int count, boolean ofOriginator) {
    int scaled = count;
    while (scaled % 10 == 0) {
      scaled /= 10;
    }
    if (scaled == 1) {
      history.add(letter, ofOriginator);
    }
  }

  /**
   * Zeek's update_window: of no interest from an end that was reset, or when the peer has nothing
   * more to send.
   */
  private void writeZeroWindow(
      TcpSegment segment, ZeekEnd end, ZeekEnd peer, boolean ofOriginator) {
    if (segment.window() == 0 && !segment.has(RST) && peer.state != CLOSED && end.state != RESET) {
      addScaled('W', ++end.zeroWindows, ofOriginator);
    }
  }

  /** Zeek's update_last_seq. */
  private void advance(TcpSegment segment, ZeekEnd end, boolean ofOriginator) {
    int last = segment.seq() + sequenceLength(segment);
    int moved = last - end.lastSeq;
    if (segment.has(SYN | RST) && Math.abs((long) moved) > TOO_FAR) {
      return;
    }
    if (segment.has(FIN) && end.lastSeq == end.startSeq + 1) {
      end.lastSeq = last;
    } else if (end.state == RESET) {
      return;
    } else if (SeqNumber.after(last, end.lastSeq)) {
      end.lastSeq = last;
    } else if (segment.payloadLength() > 0) {
      addScaled('T', ++end.retransmissions, ofOriginator);
    }
  }

  /** Zeek's UpdateClosedState and UpdateResetState; the other states have methods of their own. */
  private void move(TcpSegment segment, ZeekEnd end, ZeekEnd peer, boolean ofOriginator) {
    switch (end.state) {
      case INACTIVE -> moveInactive(segment, end, peer, ofOriginator);
      case SYN_SENT, SYN_ACK_SENT, ESTABLISHED, PARTIAL -> moveActive(segment, end, peer);
      case CLOSED -> {
        if (segment.has(RST) && peer.state != CLOSED) {
          end.enter(RESET);
        }
      }
      case RESET -> {}
    }
  }

  /**
   * Zeek's UpdateInactiveState: flags are looked at in the order SYN, FIN, RST, so that one segment
   * can move an end twice.
   */
  private void moveInactive(TcpSegment segment, ZeekEnd end, ZeekEnd peer, boolean ofOriginator) {
    if (segment.has(SYN) && ofOriginator) {
      end.enter(segment.has(ACK) ? SYN_ACK_SENT : SYN_SENT);
    } else if (segment.has(SYN)) {
      if (peer.state == SYN_SENT || peer.state == SYN_ACK_SENT) {
        peer.enter(ESTABLISHED);
      }
      end.enter(ESTABLISHED);
    }
    if (segment.has(FIN)) {
      end.enter(CLOSED);
    }
    if (segment.has(RST)) {
      end.enter(RESET);
    }
    if (end.state == INACTIVE) {
      moveWithoutControl(segment, end, peer, ofOriginator);
    }
  }

  private void moveWithoutControl(
      TcpSegment segment, ZeekEnd end, ZeekEnd peer, boolean ofOriginator) {
    if (!ofOriginator && segment.payloadLength() == 0 && originator.state == SYN_SENT) {
      return; // an acknowledgement before its own SYN
    }
    boolean synMissed = segment.has(ACK) && peer.state == ESTABLISHED;
    end.enter(synMissed ? ESTABLISHED : PARTIAL);
  }

  /** Zeek's UpdateSYN_SentState and UpdateEstablishedState. */
  private static void moveActive(TcpSegment segment, ZeekEnd end, ZeekEnd peer) {
    if (segment.has(SYN) && end.state == PARTIAL && peer.state == INACTIVE) {
      end.enter(SYN_SENT);
    }
    if (segment.has(FIN)) {
      end.enter(CLOSED);
    }
    if (segment.has(RST)) {
      end.enter(RESET);
    }
  }

  /**
   * What was acknowledged and never seen (Zeek's TCP_Endpoint::Gap); not at the end, where such
   * numbers mean little.
   */
  private void writeGap(TcpSegment segment, ZeekEnd sender, boolean ofOriginator) {
    if (!sender.orderly()
        || !originator.orderly()
        || !responder.orderly()
        || segment.has(CONTROL)
        || !SeqNumber.after(segment.ack(), afterPayload(sender))) {
      return;
    }
    addScaled('G', ++sender.gaps, ofOriginator);
    sender.contiguous = segment.ack();
  }

  /** Up to where an acknowledgement needs no payload that was not seen; a FIN is none. */
  private static int afterPayload(ZeekEnd sender) {
    return sender.state == CLOSED ? sender.contiguous + 1 : sender.contiguous;
  }

  private static void extend(TcpSegment segment, ZeekEnd end) {
    if (segment.payloadLength() == 0 || segment.has(RST)) {
      return;
    }
    end.sentPayload = true;
    if (SeqNumber.beforeOrAt(segment.seq(), end.contiguous)) {
      int last = end.state == CLOSED ? end.lastSeq - 1 : end.lastSeq;
      end.contiguous = SeqNumber.later(end.contiguous, last);
    }
  }

  String history() {
    return history.toString();
  }

  /** Tested in this order (scripts/base/protocols/conn/main.zeek). */
  String connState() {
    ZeekEnd.State o = originator.silent() ? INACTIVE : originator.state;
    ZeekEnd.State r = responder.silent() ? INACTIVE : responder.state;
    if (r == RESET) {
      return responderReset(o);
    }
    if (o == RESET) {
      return r != INACTIVE ? "RSTO" : history.isSynThenReset() ? "RSTOS0" : "OTH";
    }
    if (o == CLOSED) {
      return r == CLOSED ? "SF" : r == INACTIVE ? "SH" : "S2";
    }
    if (r == CLOSED) {
      return o == INACTIVE ? "SHR" : "S3";
    }
    if (o == SYN_SENT && r == INACTIVE) {
      return "S0";
    }
    return o == ESTABLISHED && r == ESTABLISHED ? "S1" : "OTH";
  }

  private String responderReset(ZeekEnd.State o) {
    boolean nothingSent = !originator.sentPayload && !responder.sentPayload;
    if (o == SYN_SENT || o == SYN_ACK_SENT || (o == RESET && nothingSent)) {
      return "REJ";
    }
    return o == INACTIVE ? "RSTRH" : "RSTR";
  }
}
