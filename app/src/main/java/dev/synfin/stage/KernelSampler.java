package dev.synfin.stage;

import dev.synfin.kernel.Kernel;
import dev.synfin.kernel.KernelView;
import dev.synfin.kernel.OpenSocket;
import dev.synfin.timeline.KernelLinesWriter;
import dev.synfin.timeline.KernelSample;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks one side's kernel again and again while a scenario runs, and writes down what it says: the
 * totals, and the sockets of the scenario's port.
 */
final class KernelSampler implements AutoCloseable {
  /** More than this many sockets are only counted. */
  private static final int MOST_SOCKETS = 64;

  /** So that a run that never ends fills no disk. */
  private static final int MOST_SAMPLES = 5_000;

  private final Side side;
  private final Kernel kernel = Kernel.ofThisNamespace();
  private final Kernel.Choice choice;
  private final KernelLinesWriter lines;
  private final Object lock = new Object();
  private final Thread thread;
  private @Nullable Map<String, Long> first;
  private int samples;
  private boolean closed;

  /**
   * Starts to sample the kernel of the network namespace that this thread is in.
   *
   * @param file where the samples are written, a line each
   */
  KernelSampler(Side side, int port, Duration interval, Path file) throws IOException {
    this.side = side;
    this.choice = new Kernel.Choice.Ports(Set.of(port), MOST_SOCKETS);
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
      // the next to ask is told, or nobody
    }
  }

  /** Asks now, as at a signal. */
  void sample() throws IOException {
    synchronized (lock) {
      if (!closed && samples < MOST_SAMPLES) {
        samples++;
        lines.write(sample(kernel.view(choice)));
      }
    }
  }

  private KernelSample sample(KernelView view) {
    var base = first == null ? view.counters() : first;
    first = base;
    var moved = new LinkedHashMap<String, Long>();
    view.counters().forEach((name, value) -> moved.put(name, value - base.getOrDefault(name, 0L)));
    var queues = new LinkedHashMap<String, KernelSample.AcceptQueue>();
    view.acceptQueues()
        .forEach((port, q) -> {
          if (choice instanceof Kernel.Choice.Ports ports && ports.ports().contains(port)) {
            queues.put(port.toString(), new KernelSample.AcceptQueue(q.length(), q.backlog()));
          }
        });
    return new KernelSample(
        view.at(),
        side,
        view.states(),
        queues,
        view.tcpMemoryPages(),
        view.timeWaitBytes(),
        view.timeWaitMeasured() ? KernelSample.Basis.MEASURED : KernelSample.Basis.ASSUMED,
        moved,
        view.sockets().stream().map(KernelSampler::socket).toList());
  }

  private static KernelSample.KernelSocket socket(OpenSocket s) {
    return new KernelSample.KernelSocket(
        s.local(),
        s.remote(),
        s.state(),
        s.txQueue(),
        s.rxQueue(),
        s.inode() == 0 ? null : s.inode(),
        null);
  }

  /** Asks a last time. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    sample();
    synchronized (lock) {
      closed = true;
      lines.close();
    }
  }
}
