package dev.synfin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that captures until SIGTERM.
 *
 * @param name as the table has it
 * @param command where {@code {out}} stands for the folder for what it writes
 * @param ready what it says on standard error once it captures
 * @param counts what it says at its end, with the groups {@code captured} and {@code dropped}
 */
record CaptureTool(String name, List<String> command, String ready, Pattern counts) {
  private static final int SNAPLEN = 262_144;
  private static final int BUFFER_KIB = 32 * 1_024;

  /** With synfin's own snap length and buffer. */
  static final CaptureTool TCPDUMP =
      of(
          "tcpdump -w",
          "tcpdump -i "
              + VethPair.IFACE
              + " -n -Z root --time-stamp-precision=nano -s "
              + SNAPLEN
              + " -B "
              + BUFFER_KIB
              + " -w {out}/tcpdump.pcap",
          "listening on ",
          "(?s)(?<captured>\\d+) packets? captured.*?(?<dropped>\\d+) packets? dropped by kernel");

  static CaptureTool synfin(String program, String options) {
    return of(
        "synfin capture" + options,
        program + " capture -q -i " + VethPair.IFACE + " -o {out}" + options,
        "Capturing on ",
        "(?<captured>\\d+) frames, (?<dropped>\\d+) dropped by the kernel");
  }

  /** What a capture with a line for each segment costs at the least in Java, with these options. */
  static CaptureTool bareLoop(String options) {
    return of(
        "bare loop, java " + options,
        Path.of(System.getProperty("java.home"), "bin", "java")
            + " --enable-native-access=ALL-UNNAMED -XX:-UsePerfData -XX:+UseSerialGC "
            + options
            + " -cp "
            + System.getProperty("java.class.path")
            + " dev.synfin.bench.BareCapture "
            + VethPair.IFACE
            + " {out}",
        "Capturing on ",
        "(?<captured>\\d+) frames, (?<dropped>\\d+) dropped by the kernel");
  }

  private static CaptureTool of(String name, String command, String ready, String counts) {
    return new CaptureTool(name, List.of(command.split(" ", -1)), ready, Pattern.compile(counts));
  }

  /** Starts it in the calling thread's network; what it says goes to {@link #said}. */
  Process start(Path folder) throws IOException {
    return new ProcessBuilder(command.stream().map(w -> w.replace("{out}", folder + "")).toList())
        .redirectErrorStream(true)
        .redirectOutput(file(folder).toFile())
        .start();
  }

  boolean isReady(Path folder) throws IOException {
    return said(folder).contains(ready);
  }

  /**
   * What it counted.
   *
   * @throws IOException if it did not say so, with what it said
   */
  Matcher counted(Path folder) throws IOException {
    String text = said(folder);
    Matcher found = counts.matcher(text);
    if (!found.find()) {
      throw new IOException(name + " did not tell what it captured: " + text.strip());
    }
    return found;
  }

  /** All that it printed so far. */
  String said(Path folder) throws IOException {
    return Files.readString(file(folder));
  }

  private static Path file(Path folder) {
    return folder.resolve("said.txt");
  }
}
