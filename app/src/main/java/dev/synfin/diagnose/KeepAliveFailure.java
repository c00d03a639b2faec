package dev.synfin.diagnose;

import static dev.synfin.diagnose.Sentence.capital;
import static dev.synfin.diagnose.Sentence.other;
import static dev.synfin.diagnose.Sentence.the;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Probe;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keep-alive probes that nobody answered, or that were answered with RST. */
final class KeepAliveFailure implements Finder {
  private static final int UNANSWERED = 3;
  private static final Draft KIND =
      new Draft(
          "keep-alive-failure",
          Severity.WARNING,
          "Keep-alive found the peer gone",
          "Find out what happened to the peer, or to a NAT or firewall on the way that forgets idle"
              + " connections: probes that come more often than it forgets keep it open.",
          "RFC 9293, 3.8.4; RFC 1122, 4.2.3.6; net/ipv4/tcp_timer.c, tcp_keepalive_timer");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    var probes = new ArrayList<Long>();
    Side from = null;
    for (var s : c.segments()) {
      if (s.probe() == Probe.KEEP_ALIVE) {
        probes.add(s.frame());
        from = s.from();
      } else if (from != null) {
        if (s.has(Flag.RST)) {
          return ended(probes, from, s);
        }
        if (s.from() != from || s.len() > 0) {
          probes.clear();
          from = null;
        }
      }
    }
    return ended(probes, from, null);
  }

  private static Optional<Finding> ended(
      List<Long> probes, @Nullable Side from, @Nullable SegmentEvent reset) {
    if (from == null) {
      return Optional.empty();
    }
    boolean refused = reset != null && reset.from() != from;
    if (!refused && probes.size() < UNANSWERED) {
      return Optional.empty();
    }
    if (reset != null) {
      probes.add(reset.frame());
    }
    String who = the(other(from));
    return Optional.of(
        KIND.with(
            refused
                ? capital(from)
                    + " asked whether "
                    + who
                    + " is still there and was answered with RST."
                : capital(from)
                    + " asked "
                    + (probes.size() - (reset == null ? 0 : 1))
                    + " times whether "
                    + who
                    + " is still there, and nothing came"
                    + (reset == null ? "." : ": it gave the connection up."),
            probes));
  }
}
