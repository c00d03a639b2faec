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
 * read, and a segment time to be worked on. Nor is a state that the kernel enters at the close,
 * while data is in the send buffer: the FIN may wait behind it, and be on no wire yet.
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
          "Believe the kernel: an observer sees segments, not sockets. A segment that the kernel"
              + " dropped after the tap had seen it (a full accept queue, a firewall on its way in)"
              + " explains it, or one that the capture does not hold.",
          "RFC 9293, 3.3.2; include/net/tcp_states.h");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    for (KernelSample sample : scene.kernel()) {
      KernelSocket socket = socketOf(c, sample);
      TcpState kernel = socket == null ? null : NAMES.get(socket.state());
      if (socket != null && kernel != null) {
        var found = compare(c, sample, kernel, hasDataQueued(socket));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable KernelSocket socketOf(Connection c, KernelSample sample) {
    List<KernelSocket> sockets = sample.sockets();
    if (sockets == null) {
      return null;
    }
    boolean client = sample.side() == Side.CLIENT;
    String local = (client ? c.client() : c.server()).text();
    String remote = (client ? c.server() : c.client()).text();
    for (KernelSocket socket : sockets) {
      if (socket.local().equals(local) && remote.equals(socket.remote())) {
        return socket;
      }
    }
    return null;
  }

  /**
   * Whether data waits, or is not acknowledged; the kernel does not tell which. The FIN counts as
   * one, so that one alone is no data: tcp_diag_get_info().
   */
  private static boolean hasDataQueued(KernelSocket socket) {
    Long queued = socket.txQueue();
    return queued != null && queued > 1;
  }

  /**
   * Whether the kernel is where the close took it, and the segments where they were before it:
   * tcp_close_state() goes on at once, the FIN when its turn comes.
   */
  private static boolean isOneCloseAhead(TcpState kernel, TcpState inferred) {
    return switch (inferred) {
      case SYN_RECEIVED, ESTABLISHED -> kernel == TcpState.FIN_WAIT_1;
      case CLOSE_WAIT -> kernel == TcpState.LAST_ACK || kernel == TcpState.CLOSING;
      default -> false;
    };
  }

  private static Optional<Finding> compare(
      Connection c, KernelSample sample, TcpState kernel, boolean dataQueued) {
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
      if (near
          && (state.state() == kernel || (dataQueued && isOneCloseAhead(kernel, state.state())))) {
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
