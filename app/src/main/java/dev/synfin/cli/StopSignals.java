package dev.synfin.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns SIGTERM and SIGINT into an interrupt of one thread; the process then ends with exit code 0
 * when that thread is done, or after two seconds.
 */
final class StopSignals {
  private static final int PATIENCE_S = 2;

  private final Thread serving;
  private final CountDownLatch finished = new CountDownLatch(1);
  private @Nullable Thread hook;

  private StopSignals(Thread serving) {
    this.serving = serving;
  }

  /** Signals interrupt the thread that calls this, until it says that it is done. */
  static StopSignals interruptThisThread() {
    var signals = new StopSignals(Thread.currentThread());
    var hook = Thread.ofPlatform().name("stop").unstarted(signals::stop);
    signals.hook = hook;
    Runtime.getRuntime().addShutdownHook(hook);
    return signals;
  }

  private void stop() {
    serving.interrupt();
    try {
      var unused = finished.await(PATIENCE_S, TimeUnit.SECONDS); // either way the process ends
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  /** The thread is done: signals end the process as usual again. */
  void done() {
    finished.countDown();
    try {
      if (hook != null) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IllegalStateException e) {
      return; // a signal came: the hook runs, and ends the process
    }
  }
}
