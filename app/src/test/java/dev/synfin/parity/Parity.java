package dev.synfin.parity;

import dev.synfin.parity.Reading.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares synfin with tshark over files and folders: {@code Parity "TSHARK COMMAND" PATH...}.
 *
 * <p>Prints a row for each frame and each stream on which they disagree, and how many agree in all.
 */
public final class Parity {
  private long frames;
  private long framesAgree;
  private long flagged;
  private long flaggedAgree;
  private long streams;
  private long streamsAgree;

  private Parity() {}

  /** Compares; it measures, it does not judge: the exit code is 0 whatever comes out. */
  public static void main(String[] args) throws IOException {
    List<String> tshark = Arrays.asList(args[0].trim().split("\\s+"));
    var parity = new Parity();
    int files = 0;
    System.out.println("| file | frame | synfin |\n|---|---|---|");
    for (int i = 1; i < args.length; i++) {
      for (Path capture : captures(Path.of(args[i]))) {
        files += parity.compare(tshark, capture) ? 1 : 0;
      }
    }
    System.out.printf("%n%d files with TCP. They agree on%n", files);
    print("frames", parity.framesAgree, parity.frames);
    print("frames that tshark flags", parity.flaggedAgree, parity.flagged);
    print("streams' completeness", parity.streamsAgree, parity.streams);
  }

  private static void print(String what, long agree, long of) {
    System.out.printf(
        "  %d of %d %s (%.2f %%)%n", agree, of, what, of == 0 ? 100.0 : 100.0 * agree / of);
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

  private boolean compare(List<String> tshark, Path capture) throws IOException {
    Reading theirs = TsharkReading.of(tshark, capture);
    Reading mine = new Reading();
    try {
      mine = SynfinReading.of(capture);
    } catch (IOException e) {
      row(capture, "all", e.getMessage());
    }
    Map<Long, Long> streamOf = pairStreams(mine, theirs);
    for (var each : theirs.segments.entrySet()) {
      Segment my = mine.segments.get(each.getKey());
      String difference = difference(my, each.getValue(), streamOf);
      count(each.getValue(), my, difference == null);
      if (difference != null) {
        row(capture, each.getKey().toString(), difference);
      }
    }
    compareCompleteness(capture, mine, theirs, streamOf);
    return !theirs.segments.isEmpty();
  }

  /** tshark also numbers TCP in tunnels and ICMP: a stream's first frame tells which it is. */
  private static Map<Long, Long> pairStreams(Reading mine, Reading theirs) {
    var streamOf = new HashMap<Long, Long>();
    var taken = new ArrayList<Long>();
    theirs.segments.forEach((frame, segment) -> {
      Segment my = mine.segments.get(frame);
      if (my != null && !streamOf.containsKey(segment.stream()) && !taken.contains(my.stream())) {
        streamOf.put(segment.stream(), my.stream());
        taken.add(my.stream());
      }
    });
    return streamOf;
  }

  private static @Nullable String difference(
      @Nullable Segment my, Segment their, Map<Long, Long> streamOf) {
    if (my == null) {
      return "is no TCP";
    }
    String difference = my.differenceFrom(their);
    if (!Long.valueOf(my.stream()).equals(streamOf.get(their.stream()))) {
      return difference + " stream " + my.stream() + " (tshark " + their.stream() + ")";
    }
    return difference.isEmpty() ? null : difference;
  }

  private void count(Segment their, @Nullable Segment my, boolean agree) {
    frames++;
    framesAgree += agree ? 1 : 0;
    if (!their.analysis().isEmpty()) {
      flagged++;
      flaggedAgree += my != null && my.analysis().equals(their.analysis()) ? 1 : 0;
    }
  }

  private void compareCompleteness(
      Path capture, Reading mine, Reading theirs, Map<Long, Long> streamOf) {
    theirs.completeness.forEach((stream, their) -> {
      Integer my = mine.completeness.get(streamOf.getOrDefault(stream, Long.MIN_VALUE));
      streams++;
      if (their.equals(my)) {
        streamsAgree++;
      } else {
        String what = "stream " + stream;
        row(capture, what, "completeness " + my + " (tshark " + their + ")");
      }
    });
  }

  private static void row(Path capture, String frame, @Nullable String what) {
    System.out.printf("| %s | %s | %s |%n", capture.getFileName(), frame, what);
  }
}
