package dev.synfin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Follows far more than the heap holds, as {@code docker/lab bench --bounded} starts it: ten
 * gigabytes of short connections, and a scan of millions of ends. Both come through a pipe.
 */
public final class BoundedMain {
  private static final int FILE_HEADER = 24;
  private static final int KEPT = 4_096;
  private static final long LOOK_EVERY_NANOS = 50_000_000;

  private BoundedMain() {}

  /** What synfin is fed with, and with how much memory it has to do. */
  private record Load(String heap, Path file, int times, List<String> options) {}

  /** The line that was printed last, and the most memory that was resident. */
  private record Told(String last, long peakBytes) {}

  /**
   * {@code SYNFIN FOLDER}: the command that starts synfin, and where files can lie.
   *
   * @throws IOException if a file cannot be made, or synfin fails
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    int times = Integer.getInteger("times", 36);
    int ends = Integer.getInteger("ends", 5_000_000);
    Path connections = folder.resolve("short.pcap");
    CaptureMaker.writeShortConnections(connections, Main.CONNECTIONS);
    var lines = List.of("--format", "jsonl", "--payload-bytes", "0", "-o", "-");
    run(arguments[0], new Load("256m", connections, times, lines));
    Path scan = folder.resolve("scan.pcap");
    CaptureMaker.writeScan(scan, ends);
    run(arguments[0], new Load("1g", scan, 1, List.of("--summary")));
    Files.delete(scan);
  }

  private static void run(String synfin, Load load) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(synfin, "analyze"));
    command.addAll(load.options());
    command.add("-");
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("SYNFIN_JAVA_OPTS", "-Xmx" + load.heap());
    long begun = System.nanoTime();
    Process process = builder.start();
    Thread feeder = Thread.ofPlatform().start(() -> feed(load, process.getOutputStream()));
    Told told = listen(process.getInputStream(), process.pid());
    feeder.join();
    int code = process.waitFor();
    System.out.printf(
        Locale.ROOT,
        "%s, %,d MB, -Xmx%s: %.1f s, peak %,d MB%n  %s%n",
        String.join(" ", load.options()),
        load.times() * Files.size(load.file()) / 1_000_000,
        load.heap(),
        (System.nanoTime() - begun) / 1e9,
        told.peakBytes() / 1_000_000,
        told.last());
    if (code != 0) {
      throw new IOException("synfin ended with exit code " + code + ".");
    }
  }

  /** One capture, as if it had so many times the frames. */
  private static void feed(Load load, OutputStream out) {
    try (out) {
      for (int i = 0; i < load.times(); i++) {
        try (var in = Files.newInputStream(load.file())) {
          in.skipNBytes(i == 0 ? 0 : FILE_HEADER);
          in.transferTo(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Told listen(InputStream in, long pid) throws IOException {
    Path state = Path.of("/proc", Long.toString(pid));
    var tail = new byte[0];
    var buffer = new byte[1 << 18];
    long peak = 0;
    long looked = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (System.nanoTime() - looked > LOOK_EVERY_NANOS) {
        looked = System.nanoTime();
        peak = Math.max(peak, Measurement.peakOf(state));
      }
      tail = tail(tail, buffer, count);
    }
    String text = new String(tail, UTF_8).strip();
    return new Told(text.substring(text.lastIndexOf('\n') + 1), peak);
  }

  private static byte[] tail(byte[] before, byte[] buffer, int count) {
    if (count >= KEPT) {
      return Arrays.copyOfRange(buffer, count - KEPT, count);
    }
    byte[] both = Arrays.copyOf(before, before.length + count);
    System.arraycopy(buffer, 0, both, before.length, count);
    return Arrays.copyOfRange(both, Math.max(0, both.length - KEPT), both.length);
  }
}
