package dev.synfin.stage;

import dev.synfin.kernel.SocketState;
import dev.synfin.kernel.SocketTable;
import dev.synfin.kernel.TcpSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Waits until a host's kernel has finished with a run: no socket of the scenario's port is left but
 * in LISTEN and TIME-WAIT, so that the last segments of a close are in the capture.
 */
final class Drain {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration STEP = Duration.ofMillis(5);

  private Drain() {}

  /** Empty when the kernel has finished, else what is left after three seconds. */
  static String wait(int port) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    List<TcpSocket> left = busy(port);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while connections closed.", e);
      }
      left = busy(port);
    }
    if (left.isEmpty()) {
      return "";
    }
    TcpSocket one = left.getFirst();
    return "the kernel still has "
        + left.size()
        + " open, such as "
        + one.local()
        + " to "
        + one.remote()
        + " in "
        + one.state();
  }

  private static List<TcpSocket> busy(int port) throws IOException {
    return SocketTable.ofThisNamespace().tcp().stream()
        .filter(s -> s.local().getPort() == port || s.remote().getPort() == port)
        .filter(s -> s.state() != SocketState.LISTEN && s.state() != SocketState.TIME_WAIT)
        .toList();
  }
}
