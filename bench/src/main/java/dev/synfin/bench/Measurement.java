package dev.synfin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a whole process.
 *
 * @param seconds from its start to its end
 * @param cpuSeconds user and system time together, as last seen
 * @param peakBytes most memory resident at once, as last seen
 * @param exitCode 0 where it worked
 */
record Measurement(double seconds, double cpuSeconds, long peakBytes, int exitCode) {
  private static final int LOOK_EVERY_MS = 5;
  private static final double TICKS = 100;

  /** Runs a command, its output thrown away. */
  static Measurement of(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(Path.of("/dev/null").toFile());
    long begun = System.nanoTime();
    Process process = builder.start();
    Path state = Path.of("/proc", Long.toString(process.pid()));
    long peak = 0;
    double cpu = 0;
    while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakOf(state));
      cpu = Math.max(cpu, cpuOf(state));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Measurement(seconds, cpu, peak, process.exitValue());
  }

  /** The most memory that a process had resident so far, by its folder in {@code /proc}. */
  static long peakOf(Path state) {
    return read(state.resolve("status"))
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /** proc(5): fields 14 and 15, the command's name before them may hold spaces. */
  private static double cpuOf(Path state) {
    String line = read(state.resolve("stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 1).trim().split(" ", -1);
    return fields.length < 13
        ? 0
        : (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  /** Empty where the process has ended. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }
}
