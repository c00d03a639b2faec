package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.wire.FrameBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code synfin export} as a process. */
@Timeout(60)
class ExportCommandTest {
  @TempDir private Path folder;
  private Path pcap;
  private Path timeline;

  @BeforeEach
  void analyzeACapture() throws Exception {
    pcap = capture("a.pcap", 1024);
    timeline = folder.resolve("a.timeline.json");
    try (var synfin = Synfin.start("analyze", pcap.toString(), "-o", timeline.toString())) {
      assertThat(synfin.exitCode()).isZero();
    }
  }

  private Path capture(String name, int port) throws IOException {
    Path file = folder.resolve(name);
    try (var writer = new CaptureFileWriter(file, 1, 65_535)) {
      var syn = new FrameBuilder().from("10.0.0.1", port).to("10.0.0.2", 80).flags(2);
      writer.write(syn.number(1).at(0).frame());
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qlog         | {\"qlog_version\":\"0.3\"",
        "trace-events | {\"displayTimeUnit\":\"ns\"",
        "zeek         | {\"ts\":",
        "pcapng       | \n\r\r\n"
      },
      ignoreLeadingAndTrailingWhitespace = true)
  void writesEachFormatToAFileAndToStandardOutput(String format, String beginning)
      throws Exception {
    Path file = folder.resolve("out");

    try (var synfin =
        Synfin.start("export", timeline.toString(), "--to", format, "-o", file.toString())) {
      assertThat(synfin.errors()).isEmpty();
      assertThat(synfin.exitCode()).isZero();
    }
    try (var synfin = Synfin.start("export", timeline.toString(), "--to", format, "-o", "-")) {
      assertThat(synfin.process.getInputStream().readAllBytes())
          .isEqualTo(Files.readAllBytes(file));
      assertThat(synfin.exitCode()).isZero();
    }
    if (beginning != null) {
      assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
          .startsWith(beginning);
    }
  }

  @Test
  void aCaptureIsAnalyzedFirst() throws Exception {
    Path file = folder.resolve("out.pcapng");

    try (var synfin =
        Synfin.start("export", pcap.toString(), "--to", "pcapng", "-o", file.toString())) {
      assertThat(synfin.errors()).isEmpty();
      assertThat(synfin.exitCode()).isZero();
    }
    assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("synfin: TCP 0, client SYN-SENT");
  }

  @Test
  void aCaptureThatIsNotThereIsNamedInOneSentence() throws Exception {
    Files.delete(pcap);

    try (var synfin = Synfin.start("export", timeline.toString(), "--to", "pcapng", "-o", "-")) {
      assertThat(synfin.errors())
          .hasLineCount(1)
          .contains("is not beside it (a.pcap)")
          .contains("--capture");
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void noExportReplacesWhatItReads() throws Exception {
    byte[] before = Files.readAllBytes(pcap);

    try (var synfin =
        Synfin.start("export", timeline.toString(), "--to", "pcapng", "-o", pcap.toString())) {
      assertThat(synfin.errors()).contains("would replace " + pcap);
      assertThat(synfin.exitCode()).isEqualTo(2);
    }
    assertThat(Files.readAllBytes(pcap)).isEqualTo(before);
  }

  @Test
  void aFormatThatIsNotThereIsWrongUsageAndNamesThoseThatAre() throws Exception {
    try (var synfin = Synfin.start("export", timeline.toString(), "--to", "xml", "-o", "-")) {
      assertThat(synfin.errors()).contains("qlog").contains("trace-events").contains("pcapng");
      assertThat(synfin.exitCode()).isEqualTo(2);
    }
  }
}
