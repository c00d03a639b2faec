package dev.synfin.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command end well when SIGTERM or SIGINT asks the process to end: the command is told once,
 * and the process then ends with the command's own exit code.
 *
 * <p>Without a command that wants to know, a signal ends the process as usual (143, 130).
 */
final class StopSignals {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final AtomicReference<@Nullable Runnable> WANTED = new AtomicReference<>();
  private static final CompletableFuture<Integer> EXIT_CODE = new CompletableFuture<>();
  private static volatile Duration patience = PATIENCE;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(StopSignals::stop, "stop"));
  }

  private StopSignals() {}

  /** Until {@link #ignore()}, a signal runs this instead of ending the process at once. */
  static void tell(Runnable command) {
    tell(command, PATIENCE);
  }

  /** The same, and the command has so long to end. */
  static void tell(Runnable command, Duration patience) {
    StopSignals.patience = patience;
    WANTED.set(command);
  }

  /** Until {@link #ignore()}, a signal interrupts the thread that calls this. */
  static void interruptThisThread() {
    tell(Thread.currentThread()::interrupt);
  }

  /** The command is done: a signal ends the process as usual again. */
  static void ignore() {
    WANTED.set(null);
  }

  /** Ends the process with its command's exit code, whether or not a signal came. */
  static void exit(int code) {
    EXIT_CODE.complete(code);
    System.exit(code);
  }

  /** The virtual machine's shutdown has begun: by a signal, if a command still wants to know. */
  private static void stop() {
    Runnable command = WANTED.get();
    if (command == null) {
      return;
    }
    command.run();
    Runtime.getRuntime().halt(exitCode());
  }

  private static int exitCode() {
    try {
      return EXIT_CODE.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
