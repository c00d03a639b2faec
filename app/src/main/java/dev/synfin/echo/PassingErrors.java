package dev.synfin.echo;

import dev.synfin.socket.SocketException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** What accept tells that is no reason to stop serving. */
final class PassingErrors {
  /** Of the connection that it would have given, or of room that others may give back. */
  private static final Set<String> NAMES =
      Set.of(
          "ECONNABORTED",
          "EPROTO",
          "EPERM",
          "ENETDOWN",
          "ENETUNREACH",
          "EHOSTDOWN",
          "EHOSTUNREACH",
          "ETIMEDOUT",
          "EMFILE",
          "ENFILE",
          "ENOBUFS",
          "ENOMEM");

  private static final Duration MOMENT = Duration.ofMillis(100);

  private PassingErrors() {}

  /**
   * Notes the error and lets a moment pass.
   *
   * @throws SocketException the same, if it does not pass
   * @throws InterruptedIOException if the thread is interrupted
   */
  static void endure(SocketException failure, Consumer<String> journal)
      throws SocketException, InterruptedIOException {
    if (!NAMES.contains(failure.errno().name())) {
      throw failure;
    }
    journal.accept(failure.getMessage());
    Pause.of(MOMENT);
  }
}
