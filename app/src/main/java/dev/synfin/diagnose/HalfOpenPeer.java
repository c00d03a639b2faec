package dev.synfin.diagnose;

import static dev.synfin.diagnose.Sentence.capital;
import static dev.synfin.diagnose.Sentence.other;
import static dev.synfin.diagnose.Sentence.the;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One end believes in a connection of which the other knows nothing: it answers data with a bare
 * RST though it never closed, or does not answer at all any more.
 */
final class HalfOpenPeer implements Finder {
  private static final int SILENT_RETRANSMISSIONS = 3;
  private static final Draft KIND =
      new Draft(
          "half-open-peer",
          Severity.WARNING,
          "Half-open connection",
          "Find out what happened to the silent end: a crash, a restart, a cut network, or a"
              + " firewall or NAT that forgot the connection. Keep-alive or TCP_USER_TIMEOUT"
              + " notices it earlier.",
          "RFC 9293, 3.5.1; RFC 5482");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    List<SegmentEvent> segments = c.segments();
    if (segments.isEmpty()) {
      return Optional.empty();
    }
    var reset = resetOfTheUnknown(segments);
    return reset.isPresent() ? reset : silence(segments, scene);
  }

  private static Optional<Finding> resetOfTheUnknown(List<SegmentEvent> segments) {
    for (int i = 1; i < segments.size(); i++) {
      var rst = segments.get(i);
      if (rst.has(Flag.RST)) {
        var before = segments.get(i - 1);
        boolean finSent = segments.subList(0, i).stream().anyMatch(s -> s.has(Flag.FIN));
        return !finSent && provoked(before, rst) && wasEstablished(segments.get(i - 1))
            ? Optional.of(
                KIND.with(
                    capital(rst.from())
                        + " answered with a bare RST, though it never closed: it has no such"
                        + " connection (any more), "
                        + the(before.from())
                        + " still had.",
                    before.frame(),
                    rst.frame()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A reset of a connection that does not exist takes its number from the ACK that it answers. */
  private static boolean provoked(SegmentEvent before, SegmentEvent rst) {
    return before.from() != rst.from()
        && !rst.has(Flag.ACK)
        && !before.has(Flag.SYN)
        && before.rawAck() != null
        && before.rawAck() == rst.rawSeq();
  }

  private static boolean wasEstablished(SegmentEvent before) {
    var state = before.state(before.from());
    return state == null || state == TcpState.ESTABLISHED || state == TcpState.CLOSE_WAIT;
  }

  private static Optional<Finding> silence(List<SegmentEvent> segments, Scene scene) {
    for (Side from : Side.values()) {
      List<Long> tries = triesIntoSilence(segments, from, scene);
      if (tries.size() >= SILENT_RETRANSMISSIONS) {
        return Optional.of(
            KIND.with(
                capital(from)
                    + " sent the same "
                    + tries.size()
                    + " times again, and nothing came from "
                    + the(other(from))
                    + " any more.",
                tries));
      }
    }
    return Optional.empty();
  }

  /** What this end sent again since it last heard from the other; what was lost it did not hear. */
  private static List<Long> triesIntoSilence(List<SegmentEvent> segments, Side from, Scene scene) {
    long heard =
        segments.stream()
            .filter(s -> s.from() != from && s.lost() == null)
            .mapToLong(s -> scene.arrivedNs(s, from))
            .max()
            .orElse(Long.MIN_VALUE);
    var tries = new ArrayList<Long>();
    for (SegmentEvent s : segments.reversed()) {
      if (s.from() == from && (s.tNs() < heard || s.has(Flag.SYN))) {
        break;
      }
      if (s.from() == from && s.retransmission() != null && (s.len() > 0 || s.has(Flag.FIN))) {
        tries.add(s.frame());
      }
    }
    return tries;
  }
}
