package dev.synfin.diagnose;

import static dev.synfin.diagnose.Sentence.capital;
import static dev.synfin.diagnose.Sentence.other;
import static dev.synfin.diagnose.Sentence.the;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import java.time.Duration;
import java.util.Optional;

/** One end has closed and the other never does: its socket stays in CLOSE-WAIT. */
final class MissingClose implements Finder {
  /** By then Linux gives up its half of it ({@code net.ipv4.tcp_fin_timeout}). */
  static final Duration LONG = Duration.ofSeconds(60);

  private static final Draft KIND =
      new Draft(
          "missing-close",
          Severity.WARNING,
          "A close is missing",
          "Look for the path in the program on which it does not close its socket after a read"
              + " returned 0; synfin sockets shows what hangs in CLOSE_WAIT, and whose it is.",
          "RFC 9293, 3.6; Documentation/networking/ip-sysctl.rst, tcp_fin_timeout");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    var teardown = c.teardown();
    if (teardown == null
        || teardown.kind() != Teardown.Kind.HALF_CLOSED
        || teardown.initiator() == null
        || scene.silenceAfter(c).compareTo(LONG) < 0) {
      return Optional.empty();
    }
    Side late = other(teardown.initiator());
    var frames = teardown.frames();
    if (c.finalState().of(late) != TcpState.CLOSE_WAIT) {
      return Optional.empty();
    }
    return Optional.of(
        KIND.with(
            capital(late)
                + " acknowledged the FIN of "
                + the(teardown.initiator())
                + " and never sent its own: nothing happened in the "
                + Sentence.time(scene.silenceAfter(c).toNanos())
                + " that the capture went on, and its socket is still in CLOSE-WAIT.",
            frames == null ? null : frames.fin(),
            frames == null ? null : frames.finAck()));
  }
}
