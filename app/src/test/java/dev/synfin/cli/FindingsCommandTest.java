package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.wire.FrameBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code analyze} counts the findings of a capture, {@code show} tells each. */
@Timeout(60)
class FindingsCommandTest {
  private static final int SYN = 0x02;
  private static final int RST_ACK = 0x14;

  @TempDir private Path folder;

  @Test
  void aRefusedConnectionIsFoundAndExplained() throws Exception {
    Path pcap = folder.resolve("refused.pcap");
    try (var writer = new CaptureFileWriter(pcap, 1, 65_535)) {
      writer.write(
          new FrameBuilder().from("10.0.0.1", 40_000).to("10.0.0.2", 80).flags(SYN).frame());
      writer.write(
          new FrameBuilder()
              .from("10.0.0.2", 80)
              .to("10.0.0.1", 40_000)
              .flags(RST_ACK)
              .ack(1)
              .at(1)
              .frame());
    }
    String timeline = folder.resolve("refused.json").toString();

    try (var analyze = Synfin.start("analyze", pcap.toString(), "-o", timeline)) {
      assertThat(analyze.rest()).contains("Found connection-refused: 1");
      assertThat(analyze.exitCode()).isZero();
    }
    try (var show = Synfin.start("show", timeline)) {
      assertThat(String.join("\n", show.rest()).replaceAll("\\s+", " "))
          .contains("Connection refused (connection-refused)")
          .contains("The SYN to 10.0.0.2:80 was answered with RST: nobody listens there.")
          .contains("Frames 1, 2.")
          .contains("Next: Is the program running there")
          .contains("See RFC 9293, 3.10.7.1");
      assertThat(show.exitCode()).isZero();
    }
  }
}
