package dev.synfin.track;

import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import org.jspecify.annotations.Nullable;

/** Tells a segment that is sent to draw an answer, before its side's {@link Flow} remembers it. */
final class Probes {
  private Probes() {}

  /** Without tail-loss probes, which are retransmissions. */
  static @Nullable Probe probe(TcpSegment segment, Flow mine, Flow theirs) {
    if (segment.payloadLength() > 1 || segment.has(SYN | FIN | RST) || !mine.nextSet) {
      return null;
    }
    boolean closed = theirs.window == 0;
    if (segment.payloadLength() == 1 && segment.seq() == mine.next && closed) {
      return Probe.WINDOW; // RFC 9293, 3.8.6.1
    }
    if (segment.seq() != mine.next - 1 || !acknowledged(mine, theirs)) {
      return null;
    }
    // Linux probes a closed window as it keeps alive: net/ipv4/tcp_output.c, tcp_xmit_probe_skb().
    return closed ? Probe.WINDOW : Probe.KEEP_ALIVE; // RFC 9293, 3.8.4
  }

  /** An octet that is not acknowledged yet is sent again in earnest. */
  private static boolean acknowledged(Flow mine, Flow theirs) {
    return !theirs.lastAckSet || SeqNumber.atOrAfter(theirs.lastAck, mine.next);
  }
}
