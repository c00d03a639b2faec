package dev.synfin.socket;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a descriptor is ready, its time is over, or the thread is interrupted, which it sees
 * within 100 ms.
 */
final class Waiting {
  private static final long SLICE_NANOS = Duration.ofMillis(100).toNanos();
  private static final int POLLFD_LENGTH = 8;
  private static final int EVENTS_OFFSET = 4;

  private final long start = System.nanoTime();
  private final @Nullable Duration limit;

  /** Begins to wait, at most for this long; null: for ever. */
  Waiting(@Nullable Duration limit) {
    this.limit = limit;
  }

  /**
   * Waits until the descriptor is ready.
   *
   * @return false where the time is over
   * @throws InterruptedIOException if the thread is interrupted, which it stays
   */
  boolean ready(int fd, short events) throws InterruptedIOException {
    return waited(fd, events, SLICE_NANOS);
  }

  /**
   * Lets a moment pass, for what no descriptor tells.
   *
   * @return false where the time is over
   * @throws InterruptedIOException if the thread is interrupted, which it stays
   */
  boolean moment() throws InterruptedIOException {
    if (left() > 0) {
      checkInterrupt();
      poll(-1, (short) 0, Math.min(left(), Duration.ofMillis(5).toNanos()));
      return true;
    }
    return false;
  }

  private boolean waited(int fd, short events, long slice) throws InterruptedIOException {
    for (var left = left(); left > 0; left = left()) {
      checkInterrupt();
      if (poll(fd, events, Math.min(left, slice))) {
        return true;
      }
    }
    return false;
  }

  private long left() {
    return limit == null ? Long.MAX_VALUE : limit.toNanos() - (System.nanoTime() - start);
  }

  private static void checkInterrupt() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("The socket call was given up, as its thread was told to.");
    }
  }

  private static boolean poll(int fd, short events, long nanos) {
    try (var descriptor = new Memory(POLLFD_LENGTH)) {
      descriptor.setInt(0, fd);
      descriptor.setInt(EVENTS_OFFSET, events & 0xFFFF);
      var count = Libc.poll(descriptor, 1, (int) ((nanos + 999_999) / 1_000_000));
      return count > 0 || (count < 0 && Native.getLastError() != Errno.EINTR);
    }
  }
}
