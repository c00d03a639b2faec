package dev.synfin.diagnose;

import static dev.synfin.diagnose.Sentence.capital;
import static dev.synfin.diagnose.Sentence.other;
import static dev.synfin.diagnose.Sentence.the;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A receiver whose buffer stayed full for so long that the sender had to wait. */
final class ZeroWindowStall implements Finder {
  /** Linux's first window probe comes after the retransmission timeout, 200 ms at least. */
  static final long LONG_NS = 200_000_000L;

  private static final Draft KIND =
      new Draft(
          "zero-window-stall",
          Severity.WARNING,
          "The receiver does not read",
          "Look at the receiving program, not at the network: it does not read as fast as data"
              + " comes. Recv-Q in synfin sockets shows what waits for it.",
          "RFC 9293, 3.8.6.1; net/ipv4/tcp_timer.c, tcp_probe_timer");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    if (!c.analysis().containsKey(AnalysisFlag.ZERO_WINDOW)) {
      return Optional.empty();
    }
    for (Side reader : Side.values()) {
      var stall = new Stall(reader);
      c.segments().forEach(stall::accept);
      if (stall.longest >= LONG_NS) {
        return Optional.of(KIND.with(stall.text(), stall.frames));
      }
    }
    return Optional.empty();
  }

  private static final class Stall {
    private final Side reader;
    private final List<Long> frames = new ArrayList<>();
    private @Nullable SegmentEvent closed;
    private long longest;
    private long total;
    private boolean open;

    Stall(Side reader) {
      this.reader = reader;
    }

    void accept(SegmentEvent s) {
      var since = closed;
      if (since != null) {
        long lasted = s.tNs() - since.tNs();
        longest = Math.max(longest, lasted);
        if (s.has(Flag.RST) || (s.from() == reader && s.win() > 0)) {
          total += lasted;
          frames.add(s.frame());
          open = s.win() > 0 && !s.has(Flag.RST);
          closed = null;
        }
      } else if (s.from() == reader && s.has(AnalysisFlag.ZERO_WINDOW)) {
        closed = s;
        open = false;
        frames.add(s.frame());
      }
    }

    String text() {
      return capital(reader)
          + " announced a window of 0, and "
          + the(other(reader))
          + " had to wait "
          + Sentence.time(longest)
          + (total > longest ? " at the longest, " + Sentence.time(total) + " altogether" : "")
          + (open ? "." : "; it never opened again.");
    }
  }
}
