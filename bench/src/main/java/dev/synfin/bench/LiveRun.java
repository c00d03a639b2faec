package dev.synfin.bench;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * One capture of one load.
 *
 * @param rate frames a second that were sent
 * @param captured frames that the tool counted
 * @param dropped frames that the kernel had no room for
 * @param userSeconds processor time in the tool itself, from its start to its end
 * @param systemSeconds processor time that the kernel spent for it
 * @param peakBytes most memory resident at once
 */
record LiveRun(
    Load load,
    CaptureTool tool,
    long sent,
    double rate,
    long captured,
    long dropped,
    double userSeconds,
    double systemSeconds,
    long peakBytes) {
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);
  private static final int LOOK_EVERY_MS = 20;

  /**
   * tcpdump gets a block of the ring that is not full after a second (pcap(3), packet buffer
   * timeout).
   */
  private static final int TCPDUMP_LATE_MS = 1_300;

  private static final int RUSAGE_CHILDREN = -1;

  /** Captures what is sent for so long, in a folder that is removed. */
  static LiveRun of(VethPair network, CaptureTool tool, Load load, Duration duration, Path parent)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(parent, "live");
    double[] before = childrenSeconds();
    Process process = network.inReceiver(() -> tool.start(folder));
    try {
      awaitReady(process, tool, folder);
      Traffic traffic = network.inSender(() -> Traffic.send(load, duration));
      TimeUnit.MILLISECONDS.sleep(TCPDUMP_LATE_MS);
      long peak = end(process, tool);
      double[] after = childrenSeconds();
      Matcher counted = tool.counted(folder);
      return new LiveRun(
          load,
          tool,
          traffic.sent(),
          traffic.rate(),
          Long.parseLong(counted.group("captured")),
          Long.parseLong(counted.group("dropped")),
          after[0] - before[0],
          after[1] - before[1],
          peak);
    } finally {
      process.destroyForcibly().waitFor();
      remove(folder);
    }
  }

  private static void awaitReady(Process process, CaptureTool tool, Path folder)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!tool.isReady(folder)) {
      if (process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new IOException(tool.name() + " does not capture: " + tool.said(folder).strip());
      }
    }
  }

  /** The most memory that it had resident. */
  private static long end(Process process, CaptureTool tool)
      throws IOException, InterruptedException {
    Path state = Path.of("/proc", Long.toString(process.pid()));
    long peak = Measurement.peakOf(state);
    long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
    process.destroy();
    while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, Measurement.peakOf(state));
      if (System.nanoTime() > deadline) {
        throw new IOException(tool.name() + " does not end within " + ENDS_WITHIN + ".");
      }
    }
    return peak;
  }

  /** User and system time of all processes that were started here and have ended (getrusage(2)). */
  private static double[] childrenSeconds() {
    var usage = new Memory(144);
    Libc.getrusage(RUSAGE_CHILDREN, usage);
    return new double[] {
      usage.getLong(0) + usage.getLong(8) / 1e6, usage.getLong(16) + usage.getLong(24) / 1e6
    };
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Processor time for each frame that was captured. */
  double nanosPerFrame() {
    return (userSeconds + systemSeconds) * 1e9 / Math.max(1, captured);
  }
}
