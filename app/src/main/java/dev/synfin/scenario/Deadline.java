package dev.synfin.scenario;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it once its time is over, so that whatever this thread waits for
 * ends too. Closed, it interrupts no more, and leaves no interrupt of its own behind.
 */
final class Deadline implements AutoCloseable {
  private final Thread bound = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean closed;
  private boolean passed;

  Deadline(Duration limit) {
    Thread.ofPlatform().name("deadline").daemon().start(() -> watch(limit));
  }

  /** Whether the time was over before this was closed. */
  synchronized boolean passed() {
    return passed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    ended.countDown();
    if (passed) {
      var unused = Thread.interrupted(); // the interrupt was this deadline's, and goes with it
    }
  }

  private void watch(Duration limit) {
    try {
      if (!ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        pass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; then nothing is bound
    }
  }

  private synchronized void pass() {
    if (!closed) {
      passed = true;
      bound.interrupt();
    }
  }
}
