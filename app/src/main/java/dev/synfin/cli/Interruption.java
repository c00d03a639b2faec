package dev.synfin.cli;

import dev.synfin.capture.CaptureFile;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C and SIGTERM end the reading of a capture as its end would: what was read so far is
 * written, and the process then ends with the signal's exit code, 130 or 143.
 */
final class Interruption {
  /** Ctrl-C goes to a whole pipeline: what the program before this one still writes is read. */
  private static final int LAST_FRAMES_MS = 300;

  private static final int PATIENCE_S = 60;

  private final CaptureFile capture;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("interrupts").unstarted(this::interrupt);

  private Interruption(CaptureFile capture) {
    this.capture = capture;
  }

  /** Signals stop the delivery from now on, until its end. */
  static Interruption of(CaptureFile capture) {
    var interruption = new Interruption(capture);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void interrupt() {
    try {
      boolean pipe = capture.size().isEmpty();
      if (pipe && written.await(LAST_FRAMES_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
      capture.stop();
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
