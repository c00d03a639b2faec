package dev.synfin.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.wire.FrameBuilder;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code synfin report} as a process. */
@Timeout(60)
class ReportCommandTest {
  private static final Pattern HEADERS = Pattern.compile("class=\"headers\">([^<]*)<");

  @TempDir private Path folder;
  private Path pcap;
  private Path timeline;

  @BeforeEach
  void analyzeACapture() throws Exception {
    pcap = folder.resolve("a.pcap");
    try (var writer = new CaptureFileWriter(pcap, 1, 65_535)) {
      writer.write(new FrameBuilder().from("10.0.0.1", 1024).to("10.0.0.2", 80).flags(2).frame());
    }
    timeline = folder.resolve("a.timeline.json");
    try (var synfin = Synfin.start("analyze", pcap.toString(), "-o", timeline.toString())) {
      assertThat(synfin.exitCode()).isZero();
    }
  }

  /** Of each timeline in the page, what it says of its packets' headers. */
  private List<String> headers(Path... timelines) throws Exception {
    Path page = folder.resolve("page.html");
    var command = new ArrayList<>(List.of("report", "-o", page.toString()));
    for (Path one : timelines) {
      command.add(one.toString());
    }
    try (var synfin = Synfin.start(command.toArray(String[]::new))) {
      assertThat(synfin.errors()).contains(page + " shows it");
      assertThat(synfin.exitCode()).isZero();
    }
    var found = new ArrayList<String>();
    for (var block : HEADERS.matcher(Files.readString(page)).results().toList()) {
      byte[] packed = Base64.getDecoder().decode(block.group(1));
      var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed));
      found.add(new String(unpacked.readAllBytes(), US_ASCII));
    }
    return found;
  }

  @Test
  void thePageHasTheHeadersOfTheCaptureBesideTheTimeline() throws Exception {
    assertThat(headers(timeline))
        .singleElement()
        .asString()
        .startsWith("0 1 right ")
        .endsWith("\n0 there\n");
  }

  @Test
  void withoutTheCaptureThereIsAPageAllTheSame() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("b.timeline.json");
    Files.copy(timeline, elsewhere);

    assertThat(headers(elsewhere, timeline)).first().isEqualTo("0 missing\n");
  }
}
