package dev.synfin.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares synfin with others over files and folders: {@code Parity [--tshark COMMAND] [--zeek
 * FILE] [--retransmissions FILE] PATH...}.
 *
 * <p>Prints a row for each disagreement, and how much agrees in all.
 */
public final class Parity {
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<Path> captures = new ArrayList<>();

  private Parity() {}

  /** Compares; it measures, it does not judge: the exit code is 0 whatever comes out. */
  public static void main(String[] args) throws IOException {
    var parity = new Parity();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--tshark" -> parity.comparisons.add(new TsharkComparison(args[++i]));
        case "--zeek" -> parity.comparisons.add(new ZeekComparison(Path.of(args[++i])));
        case "--retransmissions" ->
            parity.comparisons.add(new RetransmissionComparison(Path.of(args[++i])));
        default -> parity.captures.addAll(captures(Path.of(args[i])));
      }
    }
    for (Comparison each : parity.comparisons) {
      parity.compare(each);
    }
  }

  private static List<Path> captures(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap|trace|dmp|ntar)"))
          .sorted()
          .toList();
    }
  }

  private void compare(Comparison comparison) throws IOException {
    System.out.println(comparison.title() + "\n|---|---|---|");
    for (Path capture : captures) {
      comparison.compare(capture, read(capture));
    }
    System.out.println("\n" + comparison.result());
  }

  private static Reading read(Path capture) {
    try {
      return SynfinReading.of(capture);
    } catch (IOException e) {
      Comparison.row(capture, "all", String.valueOf(e.getMessage()));
      return new Reading();
    }
  }
}
