package dev.synfin.cli;

import dev.synfin.capture.CaptureFile;
import dev.synfin.stage.Stage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C and SIGTERM end the reading of a capture, or a run, as its end would: what was read
 * or captured so far is written, and the process then ends with the signal's exit code, 130 or 143.
 */
final class Interruption {
  /** Ctrl-C goes to a whole pipeline: what the program before this one still writes is read. */
  private static final int LAST_FRAMES_MS = 300;

  private static final int PATIENCE_S = 60;

  private final Runnable stop;
  private final boolean pipe;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("interrupts").unstarted(this::interrupt);

  private Interruption(Runnable stop, boolean pipe) {
    this.stop = stop;
    this.pipe = pipe;
  }

  /** Signals stop the delivery from now on, until its end. */
  static Interruption of(CaptureFile capture) {
    return new Interruption(capture::stop, capture.size().isEmpty()).begun();
  }

  /** Signals stop the run that goes on from now on, until its end. */
  static Interruption of(Stage stage) {
    return new Interruption(stage::stop, false).begun();
  }

  private Interruption begun() {
    Runtime.getRuntime().addShutdownHook(hook);
    return this;
  }

  private void interrupt() {
    try {
      if (pipe && written.await(LAST_FRAMES_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
      stop.run();
      var unused = written.await(PATIENCE_S, TimeUnit.SECONDS); // either way the process ends
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is written. */
  void end() {
    written.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // a signal came: the hook is running, and the process ends with its code
    }
  }
}
