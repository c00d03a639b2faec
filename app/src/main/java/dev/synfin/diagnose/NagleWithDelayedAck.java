package dev.synfin.diagnose;

import static dev.synfin.diagnose.Sentence.capital;
import static dev.synfin.diagnose.Sentence.other;
import static dev.synfin.diagnose.Sentence.the;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sender that holds its next small segment back until the last is acknowledged (Nagle), and a
 * receiver that holds its acknowledgement back: both wait for each other.
 */
final class NagleWithDelayedAck implements Finder {
  private static final int ROUNDS = 3;
  private static final long DELAY_NS = 30_000_000L;
  private static final long LONGEST_DELAY_NS = 510_000_000L; // RFC 1122 allows half a second
  private static final long AT_ONCE_NS = 5_000_000L;

  private static final Draft KIND =
      new Draft(
          "nagle-delayed-ack",
          Severity.WARNING,
          "Nagle's algorithm meets delayed acknowledgements",
          "Write a message in one call instead of several small ones, or set TCP_NODELAY.",
          "RFC 896; RFC 1122, 4.2.3.2 and 4.2.3.4; net/ipv4/tcp_output.c, tcp_nagle_test");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    List<SegmentEvent> segments = c.segments();
    if (segments.size() <= 2 * ROUNDS) { // an answer and what waited for it each, after the first
      return Optional.empty();
    }
    long rtt = c.handshake() == null || c.handshake().rttNs() == null ? 0 : c.handshake().rttNs();
    for (Side sender : Side.values()) {
      var frames = new ArrayList<Long>();
      long waited = 0;
      int rounds = 0;
      for (int i = 1; i + 1 < segments.size(); i++) {
        long delay = delay(segments, i, sender, mss(c), rtt);
        if (delay > 0) {
          rounds++;
          waited += delay;
          frames.add(segments.get(i).frame());
        }
      }
      if (rounds >= ROUNDS) {
        return Optional.of(KIND.with(text(sender, rounds, waited), frames));
      }
    }
    return Optional.empty();
  }

  /** How long this acknowledgement held the sender up: small data, late pure ACK, data at once. */
  private static long delay(List<SegmentEvent> all, int i, Side sender, int mss, long rtt) {
    var data = all.get(i - 1);
    var ack = all.get(i);
    var next = all.get(i + 1);
    long late = ack.tNs() - data.tNs() - rtt;
    boolean held =
        small(data, sender, mss)
            && ack.from() != sender
            && ack.len() == 0
            && ack.rawAck() != null
            && ack.rawAck() == end(data)
            && small(next, sender, mss)
            && next.rawSeq() == end(data)
            && next.retransmission() == null
            && late >= DELAY_NS
            && late <= LONGEST_DELAY_NS
            && next.tNs() - ack.tNs() <= AT_ONCE_NS + rtt;
    return held ? late : 0;
  }

  private static boolean small(SegmentEvent s, Side sender, int mss) {
    return s.from() == sender && s.len() > 0 && s.len() < mss;
  }

  private static long end(SegmentEvent s) {
    return (s.rawSeq() + s.len()) & 0xFFFF_FFFFL;
  }

  private static int mss(Connection c) {
    var options = c.handshake() == null ? null : c.handshake().clientOptions();
    return options == null || options.mss() == null ? 536 : options.mss();
  }

  private static String text(Side sender, int rounds, long waited) {
    return capital(sender)
        + " had a small segment ready "
        + rounds
        + " times and sent it only when the one before was acknowledged, which "
        + the(other(sender))
        + " put off for "
        + Sentence.time(waited / rounds)
        + " each time: "
        + Sentence.time(waited)
        + " of waiting.";
  }
}
