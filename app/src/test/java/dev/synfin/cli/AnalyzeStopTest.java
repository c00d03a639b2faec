package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.timeline.Timelines;
import dev.synfin.wire.FrameBuilder;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C while {@code analyze} reads: what was read is written whole, in every form. */
@Timeout(60)
class AnalyzeStopTest {
  private static final int FRAMES = 40_000;
  private static final Pattern TOTALS =
      Pattern.compile("(\\d+) connections, .*; (\\d+) frames: .*");

  @TempDir private Path folder;

  /** More than lies in a pipe and in what is read ahead: when it is written, most is followed. */
  private void feed(OutputStream pipe) throws Exception {
    Path pcap = folder.resolve("a.pcap");
    try (var writer = new CaptureFileWriter(pcap, 1, 65_535)) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(
            new FrameBuilder().from("10.0.0.1", 1 + i).to("10.0.0.2", 80).flags(2).at(i).frame());
      }
    }
    assertThat(Files.size(pcap)).isGreaterThan(2_500_000);
    pipe.write(Files.readAllBytes(pcap));
    pipe.flush();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl"})
  void theTimelineIsWholeAndHasWhatWasRead(String format) throws Exception {
    Path timeline = folder.resolve("a.timeline");
    try (var synfin =
        Synfin.start("analyze", "--format", format, "--no-events", "-o", timeline + "", "-")) {
      feed(synfin.process.getOutputStream());
      synfin.signal("INT");

      assertThat(synfin.exitCode()).isEqualTo(130);
    }
    var read = Timelines.read(timeline);
    long captured = Objects.requireNonNull(read.captures().getFirst().frames()).captured();
    assertThat(captured).isBetween(1L, (long) FRAMES);
    assertThat(read.connections()).hasSize((int) captured);
    try (var left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName() + ""))
          .containsExactlyInAnyOrder("a.pcap", "a.timeline");
    }
  }

  @Test
  void theSummaryHasItsTotals() throws Exception {
    try (var synfin = Synfin.startTo(folder.resolve("out").toFile(), "analyze", "--summary", "-")) {
      feed(synfin.process.getOutputStream());
      synfin.signal("INT");

      assertThat(synfin.exitCode()).isEqualTo(130);
    }
    List<String> lines = Files.readAllLines(folder.resolve("out"));
    Matcher totals = TOTALS.matcher(lines.getLast());
    assertThat(totals.matches()).as(lines.getLast()).isTrue();
    int connections = Integer.parseInt(totals.group(1));
    assertThat(connections).isBetween(1, FRAMES);
    assertThat(totals.group(2)).isEqualTo(totals.group(1)); // a SYN each
    assertThat(lines).hasSize(1 + connections + 1);
  }
}
