package dev.synfin.track;

import static dev.synfin.track.AnalysisFlag.ACK_LOST_SEGMENT;
import static dev.synfin.track.AnalysisFlag.DUPLICATE_ACK;
import static dev.synfin.track.AnalysisFlag.KEEP_ALIVE;
import static dev.synfin.track.AnalysisFlag.KEEP_ALIVE_ACK;
import static dev.synfin.track.AnalysisFlag.LOST_SEGMENT;
import static dev.synfin.track.AnalysisFlag.WINDOW_FULL;
import static dev.synfin.track.AnalysisFlag.WINDOW_UPDATE;
import static dev.synfin.track.AnalysisFlag.ZERO_WINDOW;
import static dev.synfin.track.AnalysisFlag.ZERO_WINDOW_PROBE;
import static dev.synfin.track.AnalysisFlag.ZERO_WINDOW_PROBE_ACK;
import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpOptions;
import dev.synfin.wire.TcpSegment;

/**
 * Wireshark's analysis flags, as version 4.4 sets them: one method per flag, called in Wireshark's
 * order, because what one decides the next can see (epan/dissectors/packet-tcp.c,
 * tcp_analyze_sequence_number).
 *
 * <p>One object serves all connections: {@code mine} is the direction of the segment under
 * analysis, {@code theirs} the other. All that is remembered is in the two {@link Flow}s.
 */
final class SequenceAnalysis {
  private static final int CONTROL = SYN | FIN | RST;

  private final RetransmissionRules retransmissions = new RetransmissionRules();
  private Flow mine;
  private Flow theirs;
  private TcpSegment segment;
  private int flags;

  @SuppressWarnings("NullAway.Init") // every analysis begins by setting them
  SequenceAnalysis() {}

  /**
   * The segment's flags, a sum of {@link AnalysisFlag#bit()}.
   *
   * @param initial a flag that is known already
   * @param handshakeRtt nanoseconds, 0 if unknown
   */
  int classify(TcpSegment segment, Flow mine, Flow theirs, int initial, long handshakeRtt) {
    this.segment = segment;
    this.mine = mine;
    this.theirs = theirs;
    this.flags = initial;
    if (segment.has(ACK)) {
      theirs.flightKnown = true;
    }
    beforeAcknowledging();
    countDuplicates();
    ackLostSegment();
    flags |= retransmissions.classify(segment, mine, theirs, flags, handshakeRtt);
    remember();
    readOptions();
    return segment.headerCut() ? 0 : flags; // remembered, but Wireshark stops before it tells
  }

  private void beforeAcknowledging() {
    if (zeroWindowProbe()) {
      return;
    }
    zeroWindow();
    lostSegment();
    keepAlive();
    windowUpdate();
    windowFull();
    if (!keepAliveAck() && !zeroWindowProbeAck()) {
      duplicateAck();
    }
  }

  private void set(AnalysisFlag flag) {
    flags |= flag.bit();
  }

  /** Before the side's first segment {@code next} is 0, and Wireshark compares with that. */
  private boolean atNext() {
    return segment.seq() == mine.next;
  }

  private boolean ackRepeated() {
    return segment.ack() == mine.lastAck;
  }

  private boolean bare() {
    return segment.payloadLength() == 0 && !segment.has(CONTROL);
  }

  private boolean zeroWindowProbe() {
    if (segment.payloadLength() == 1 && atNext() && theirs.window == 0) {
      set(ZERO_WINDOW_PROBE);
      return true;
    }
    return false;
  }

  private void zeroWindow() {
    if (segment.window() == 0 && !segment.has(CONTROL)) {
      set(ZERO_WINDOW);
    }
  }

  private void lostSegment() {
    if (mine.nextSet && SeqNumber.after(segment.seq(), mine.next) && !segment.has(RST)) {
      set(LOST_SEGMENT);
      mine.flightKnown = false;
    }
  }

  private void keepAlive() {
    if (segment.payloadLength() <= 1 && segment.seq() == mine.next - 1 && !segment.has(CONTROL)) {
      set(KEEP_ALIVE);
    }
  }

  private void windowUpdate() {
    if (bare()
        && segment.window() != 0
        && segment.window() != mine.window
        && atNext()
        && ackRepeated()) {
      set(WINDOW_UPDATE);
    }
  }

  private void windowFull() {
    if (segment.payloadLength() > 0
        && !segment.has(CONTROL)
        && theirs.scale != Flow.SCALE_UNKNOWN
        && theirs.window >= 0
        && segment.seq() + segment.payloadLength() == windowEdge()) {
      set(WINDOW_FULL);
    }
  }

  private int windowEdge() {
    return theirs.lastAck + (theirs.window << (theirs.windowUnscaled ? 0 : theirs.shift()));
  }

  private boolean repeatsWindow() {
    return bare() && segment.window() == mine.window && atNext();
  }

  private boolean keepAliveAck() {
    if (repeatsWindow() && segment.window() != 0 && ackRepeated() && theirs.lastWas(KEEP_ALIVE)) {
      set(KEEP_ALIVE_ACK);
      return true;
    }
    return false;
  }

  /** The receiver may have taken the probe's octet: then the peer's numbers move on by it. */
  private boolean zeroWindowProbeAck() {
    boolean oneTaken = segment.ack() == mine.lastAck + 1;
    if (!repeatsWindow()
        || segment.window() != 0
        || !(ackRepeated() || oneTaken)
        || !theirs.lastWas(ZERO_WINDOW_PROBE)) {
      return false;
    }
    set(ZERO_WINDOW_PROBE_ACK);
    if (oneTaken) {
      moveTheirsTo(segment.ack());
    }
    return true;
  }

  private void moveTheirsTo(int ack) {
    theirs.next = ack;
    theirs.nextSet = true;
    theirs.contiguous = ack;
    theirs.contiguousSet = true;
  }

  private void duplicateAck() {
    if (repeatsWindow() && segment.window() != 0 && ackRepeated()) {
      mine.duplicateAcks++;
      set(DUPLICATE_ACK);
    }
  }

  private void countDuplicates() {
    if (segment.ack() != mine.lastAck) {
      mine.duplicateAcks = 0;
    }
  }

  private void ackLostSegment() {
    if (!segment.has(ACK)
        || !theirs.contiguousSet
        || !SeqNumber.after(segment.ack(), theirs.contiguous)) {
      return;
    }
    if (segment.ack() == mine.lastAck + 1 && atNext() && theirs.lastWas(ZERO_WINDOW_PROBE)) {
      moveTheirsTo(segment.ack());
      set(WINDOW_UPDATE);
      return;
    }
    theirs.contiguous = theirs.sent.runFrom(segment.ack()); // what was not seen is behind it now
    set(ACK_LOST_SEGMENT);
  }

  private void remember() {
    int length = segment.sequenceLength() > segment.payloadLength() + 1 ? 1 : 0;
    int end = segment.seq() + segment.sequenceLength() - length; // SYN with FIN counts once
    boolean probe = (flags & ZERO_WINDOW_PROBE.bit()) != 0;
    if (segment.sequenceLength() > 0) {
      mine.sent.add(segment.seq(), end, segment.frameNumber(), segment.epochNanos());
    }
    boolean advances = !mine.nextSet || SeqNumber.after(end, mine.next);
    if (!mine.nextSet || SeqNumber.after(end, mine.next + (segment.has(SYN | FIN) ? 1 : 0))) {
      mine.lastLength = segment.payloadLength() & 0xFF; // Wireshark 4.4 keeps it in 8 bits
    }
    if (advances && !probe) {
      mine.next = end;
      mine.nextSet = true;
      mine.nextTime = segment.epochNanos();
      mine.nextIdentification = segment.identification();
      mine.nextTsVal = segment.options().tsVal();
      mine.nextHasTsVal = segment.options().timestamps();
    }
    if ((!mine.contiguousSet || segment.seq() == mine.contiguous) && !probe) {
      mine.contiguous = mine.next;
      mine.contiguousSet = true;
    }
    mine.window = segment.window();
    if (segment.ack() != mine.lastAck) {
      mine.ackMovedTime = segment.epochNanos();
    }
    mine.lastAck = segment.ack();
    mine.lastAckSet = segment.ack() != 0; // 0 stands for none, as in Wireshark
    mine.lastAckTime = segment.epochNanos();
    mine.lastFlags = flags;
  }

  /** Wireshark reads the options after the rest, so their effect is on later segments. */
  private void readOptions() {
    TcpOptions options = segment.options();
    if (options.sack()) {
      if ((flags & WINDOW_UPDATE.bit()) != 0) {
        flags = (flags & ~WINDOW_UPDATE.bit()) | DUPLICATE_ACK.bit();
        mine.duplicateAcks++;
      }
      mine.sackBlocks = options.sackBlocks();
      mine.sackedOctets = sackedOctets(options);
      mine.sackTop = options.sackBlocks() == 0 ? mine.sackTop : sackTop(options);
    }
    if (segment.has(SYN)) {
      if (!segment.headerCut() || options.windowScale() >= 0) {
        agreeOnScale(options.windowScale());
      }
      mine.sackPermitted = options.sackPermitted();
      mine.synSent |= !segment.has(ACK);
      mine.synAckSent |= segment.has(ACK);
      mine.windowUnscaled = true;
    } else if (segment.has(ACK)) {
      mine.windowUnscaled = false;
    }
  }

  private static long sackedOctets(TcpOptions options) {
    long sum = 0;
    for (int i = 0; i < options.sackBlocks(); i++) {
      sum += SeqNumber.distance(options.sackLeft(i), options.sackRight(i));
    }
    return sum;
  }

  private static int sackTop(TcpOptions options) {
    int top = options.sackRight(0);
    for (int i = 1; i < options.sackBlocks(); i++) {
      top = SeqNumber.later(top, options.sackRight(i));
    }
    return top;
  }

  /** RFC 7323, 2.2: scaling is used only if both SYNs offer it, and the shift is at most 14. */
  private void agreeOnScale(int offered) {
    if (offered >= 0) {
      mine.scale = Math.min(offered, 14);
    }
    if (mine.scale == Flow.SCALE_UNKNOWN) {
      mine.scale = Flow.SCALE_NONE;
      theirs.scale = Flow.SCALE_NONE;
    } else if (segment.has(ACK) && theirs.scale == Flow.SCALE_NONE) {
      mine.scale = Flow.SCALE_NONE;
    }
  }
}
