package dev.synfin.echo;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Sleeps as socket calls wait: an interrupt is an exception of theirs, and stays. */
final class Pause {
  private Pause() {}

  static void of(Duration duration) throws InterruptedIOException {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The pause was given up, as its thread was told to.");
    }
  }
}
