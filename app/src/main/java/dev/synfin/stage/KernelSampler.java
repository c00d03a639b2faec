package dev.synfin.stage;

import dev.synfin.scenario.Durations;
import dev.synfin.timeline.KernelLinesWriter;
import dev.synfin.timeline.KernelSample;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks one side's kernel again and again while a scenario runs, and writes down what it says: the
 * totals, and the sockets of the scenario's port. In a long run it asks less and less often, so
 * that no run fills the disk, or a document that someone is to read.
 */
final class KernelSampler implements AutoCloseable {
  /** After each so many samples the time between two of them is twice as long. */
  private static final int AT_ONE_PACE = 1_000;

  /** So many moments at which a program gave a signal are looked at, however close they are. */
  private static final int MOST_SIGNALS = 4_000;

  private final KernelSamples kernel;
  private final KernelLinesWriter lines;
  private final Object lock = new Object();
  private final Thread thread;
  private final Path file;
  private final Duration interval;
  private final int atOnePace;
  private int samples;
  private int signals;
  private long latest;
  private boolean closed;
  private volatile @Nullable IOException failure;

  /**
   * Starts to sample the kernel of the network namespace that this thread is in.
   *
   * @param file where the samples are written, a line each
   */
  KernelSampler(Side side, int port, Duration interval, Path file) throws IOException {
    this(side, port, interval, file, AT_ONE_PACE);
  }

  /** The same with another number of samples after which it asks half as often. */
  KernelSampler(Side side, int port, Duration interval, Path file, int atOnePace)
      throws IOException {
    this.atOnePace = atOnePace;
    this.file = file;
    this.interval = interval;
    Set<Integer> own = Set.of(port);
    this.kernel =
        side == Side.SERVER
            ? new KernelSamples(side, own, Set.of())
            : new KernelSamples(side, Set.of(), own);
    this.lines = new KernelLinesWriter(Files.newOutputStream(file));
    ask();
    this.thread = Thread.ofPlatform().name(side + "'s kernel").daemon().start(this::repeat);
  }

  private void repeat() {
    try {
      while (true) {
        Thread.sleep(pace());
        ask();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (IOException e) {
      failure = e; // whoever closes this is told: the samples have gaps
    }
  }

  /** How long it waits now before it asks again. */
  private Duration pace() {
    synchronized (lock) {
      return interval.multipliedBy(1L << Math.min(samples / atOnePace, 20));
    }
  }

  /** Asks now, as at a signal; of signals without end only as often as the pace is. */
  void sample() throws IOException {
    synchronized (lock) {
      signals++;
      if (signals <= MOST_SIGNALS || System.nanoTime() - latest >= pace().toNanos()) {
        ask();
      }
    }
  }

  private void ask() throws IOException {
    synchronized (lock) {
      if (closed) {
        return;
      }
      samples++;
      latest = System.nanoTime();
      KernelSample sample = kernel.now();
      try {
        lines.write(sample);
      } catch (IOException e) {
        throw new IOException(
            "What the kernel said cannot be written to " + file + ": " + e.getMessage() + ".", e);
      }
    }
  }

  /** That it was asked less often than was wanted, if so; else nothing. */
  String remark() {
    synchronized (lock) {
      return samples <= atOnePace
          ? ""
          : "the kernel was asked "
              + samples
              + " times, after each "
              + atOnePace
              + " half as often as before, at last every "
              + Durations.text(pace());
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
      ask();
    } finally {
      synchronized (lock) {
        closed = true;
        lines.close();
      }
    }
  }
}
