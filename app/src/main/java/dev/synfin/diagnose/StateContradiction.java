package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.KernelSample.KernelSocket;
import dev.synfin.timeline.StateChange;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kernel had an end in another state than was concluded from the segments. A state that was
 * entered or left a moment before or after the sample is no contradiction: a table takes time to
 * read, and a segment time to be worked on.
 */
final class StateContradiction implements Finder {
  private static final long MOMENT_NS = 100_000_000L;
  private static final Map<String, TcpState> NAMES =
      Map.of(
          "ESTABLISHED", TcpState.ESTABLISHED,
          "SYN_SENT", TcpState.SYN_SENT,
          "SYN_RECV", TcpState.SYN_RECEIVED,
          "FIN_WAIT1", TcpState.FIN_WAIT_1,
          "FIN_WAIT2", TcpState.FIN_WAIT_2,
          "TIME_WAIT", TcpState.TIME_WAIT,
          "CLOSE_WAIT", TcpState.CLOSE_WAIT,
          "LAST_ACK", TcpState.LAST_ACK,
          "CLOSING", TcpState.CLOSING);

  private static final Draft KIND =
      new Draft(
          "state-contradiction",
          Severity.INFO,
          "The kernel knows better",
          "Believe the kernel: an observer sees segments, not sockets. A FIN that waits behind data"
              + " in the send buffer explains it, or a segment that the kernel dropped after the tap"
              + " had seen it (a full accept queue, a firewall on its way in).",
          "RFC 9293, 3.3.2; include/net/tcp_states.h");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    for (KernelSample sample : scene.kernel()) {
      TcpState kernel = stateIn(sample, c);
      if (kernel != null) {
        var found = compare(c, sample, kernel);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable TcpState stateIn(KernelSample sample, Connection c) {
    List<KernelSocket> sockets = sample.sockets();
    if (sockets == null) {
      return null;
    }
    boolean client = sample.side() == Side.CLIENT;
    String local = (client ? c.client() : c.server()).text();
    String remote = (client ? c.server() : c.client()).text();
    for (KernelSocket socket : sockets) {
      if (socket.local().equals(local) && remote.equals(socket.remote())) {
        return NAMES.get(socket.state());
      }
    }
    return null;
  }

  private static Optional<Finding> compare(Connection c, KernelSample sample, TcpState kernel) {
    long at = Duration.between(c.startedAt(), sample.at()).toNanos();
    List<StateChange> states = c.states().of(sample.side());
    if (states.isEmpty() || at < states.getFirst().tNs() - MOMENT_NS) {
      return Optional.empty(); // the ports' earlier life, or nothing was seen yet
    }
    StateChange inferred = states.getFirst();
    for (int i = 0; i < states.size(); i++) {
      var state = states.get(i);
      boolean left = i + 1 < states.size() && states.get(i + 1).tNs() + MOMENT_NS < at;
      boolean near = state.tNs() - MOMENT_NS <= at && !left;
      if (near && state.state() == kernel) {
        return Optional.empty();
      }
      if (state.tNs() <= at) {
        inferred = state;
      }
    }
    if (inferred.state() == TcpState.CLOSED) {
      return Optional.empty(); // the ports may live again
    }
    return Optional.of(
        KIND.with(
            String.format(
                Locale.ROOT,
                "%.3f s after the first frame the kernel of %s had its end in %s; by the segments"
                    + " it should have been in %s since frame %d.",
                at / 1e9,
                Sentence.the(sample.side()),
                kernel.rfcName(),
                inferred.state().rfcName(),
                inferred.frame()),
            inferred.frame()));
  }
}
