package dev.synfin.stage;

import dev.synfin.timeline.KernelLinesWriter;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks one side's kernel again and again while a scenario runs, and writes down what it says: the
 * totals, and the sockets of the scenario's port.
 */
final class KernelSampler implements AutoCloseable {
  /** So that a run that never ends fills no disk. */
  private static final int MOST_SAMPLES = 5_000;

  private final KernelSamples kernel;
  private final KernelLinesWriter lines;
  private final Object lock = new Object();
  private final Thread thread;
  private int samples;
  private boolean closed;
  private volatile @Nullable IOException failure;

  /**
   * Starts to sample the kernel of the network namespace that this thread is in.
   *
   * @param file where the samples are written, a line each
   */
  KernelSampler(Side side, int port, Duration interval, Path file) throws IOException {
    Set<Integer> own = Set.of(port);
    this.kernel =
        side == Side.SERVER
            ? new KernelSamples(side, own, Set.of())
            : new KernelSamples(side, Set.of(), own);
    this.lines = new KernelLinesWriter(Files.newOutputStream(file));
    sample();
    this.thread =
        Thread.ofPlatform().name(side + "'s kernel").daemon().start(() -> repeat(interval));
  }

  private void repeat(Duration interval) {
    try {
      while (true) {
        Thread.sleep(interval);
        sample();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (IOException e) {
      failure = e; // whoever closes this is told: the samples have gaps
    }
  }

  /** Asks now, as at a signal. */
  void sample() throws IOException {
    synchronized (lock) {
      if (!closed && samples < MOST_SAMPLES) {
        samples++;
        lines.write(kernel.now());
      }
    }
  }

  /**
   * Asks now who holds the socket that has begun to listen, too. Not later: to look at who holds a
   * socket keeps it open for that moment.
   */
  void sampleListener() throws IOException {
    synchronized (lock) {
      kernel.noteHolders();
      sample();
    }
  }

  /**
   * Asks a last time.
   *
   * @throws IOException if the kernel could not be asked, now or before
   */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      IOException before = failure;
      if (before != null) {
        failure = null;
        throw before;
      }
      sample();
    } finally {
      synchronized (lock) {
        closed = true;
        lines.close();
      }
    }
  }
}
