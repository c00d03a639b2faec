package dev.synfin.cli;

import dev.synfin.capture.CaptureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows on a terminal how far the reading of a capture is, once it takes longer than a moment: one
 * line of the standard error, written anew.
 */
final class Progress {
  private static final int PATIENCE_MS = 2_000;
  private static final int BETWEEN_MS = 500;
  private static final double MEGABYTE = 1e6;

  private final CaptureFile capture;
  private final long begun = System.nanoTime();
  private final CountDownLatch over = new CountDownLatch(1);

  private Progress(CaptureFile capture) {
    this.capture = capture;
  }

  /** Shows the progress where somebody sees it, until its end. */
  static Progress of(CaptureFile capture) {
    var progress = new Progress(capture);
    if (errorIsATerminal()) {
      Thread.ofPlatform().name("shows progress").daemon().start(progress::show);
    }
    return progress;
  }

  private static boolean errorIsATerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  private void show() {
    try {
      if (over.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
      do {
        System.err.print("\r\033[K" + line(capture, (System.nanoTime() - begun) / 1e9));
        System.err.flush();
      } while (!over.await(BETWEEN_MS, TimeUnit.MILLISECONDS));
      System.err.print("\r\033[K");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How far, how fast, and how long still after so many seconds. */
  static String line(CaptureFile capture, double seconds) {
    long read = capture.octetsRead();
    String line =
        String.format(
            Locale.ROOT,
            "%,.0f MB, %,d frames, %,.0f frames/s",
            read / MEGABYTE,
            capture.delivered(),
            capture.delivered() / seconds);
    if (capture.size().isEmpty() || read == 0) {
      return line;
    }
    double share = Math.min(1, (double) read / capture.size().getAsLong());
    return line
        + String.format(
            Locale.ROOT, ", %.0f %%, %.0f s left", 100 * share, seconds * (1 - share) / share);
  }

  /** There is nothing more to show. */
  void end() {
    over.countDown();
  }
}
