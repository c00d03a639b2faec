package dev.synfin.parity;

import dev.synfin.parity.Reading.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what synfin says of each segment and each stream with what tshark says. */
final class TsharkComparison implements Comparison {
  private final List<String> tshark;
  private int files;
  private long frames;
  private long framesAgree;
  private long flagged;
  private long flaggedAgree;
  private long streams;
  private long streamsAgree;

  TsharkComparison(String command) {
    tshark = Arrays.asList(command.trim().split("\\s+"));
  }

  @Override
  public String title() {
    return "| file | frame | synfin (tshark) |";
  }

  @Override
  public void compare(Path capture, Reading mine) throws IOException {
    Reading theirs = TsharkReading.of(tshark, capture);
    files += theirs.segments.isEmpty() ? 0 : 1;
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
    Comparison.row(capture, frame, what == null ? "" : what);
  }

  @Override
  public String result() {
    return "%d files with TCP. They agree on%n%s%s%s"
        .formatted(
            files,
            Comparison.share("frames", framesAgree, frames),
            Comparison.share("frames that tshark flags", flaggedAgree, flagged),
            Comparison.share("streams' completeness", streamsAgree, streams));
  }
}
