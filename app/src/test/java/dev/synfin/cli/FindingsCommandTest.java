package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.timeline.Timelines;
import dev.synfin.wire.FrameBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code analyze} counts the findings of a capture, {@code show} tells each. */
@Timeout(60)
class FindingsCommandTest {
  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
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

  /** Connections that close as they should are counted without a record, and count all the same. */
  @Test
  void linesCountOrdinaryConnectionsAsADocumentDoes() throws Exception {
    Path pcap = folder.resolve("many.pcap");
    try (var writer = new CaptureFileWriter(pcap, 1, 65_535)) {
      for (int i = 0; i < 1_100; i++) {
        boolean halfOpen = i % 60 == 59; // eighteen, which would be many if they were all
        for (FrameBuilder frame : connection(10_000 + i, halfOpen ? 2 : 6)) {
          writer.write(frame.at(i).frame());
        }
      }
    }
    Path document = folder.resolve("many.json");
    Path lines = folder.resolve("many.jsonl");
    for (var command :
        List.of(
            List.of("analyze", pcap.toString(), "-o", document.toString()),
            List.of("analyze", pcap.toString(), "--format=jsonl", "-o", lines.toString()))) {
      try (var analyze = Synfin.start(command.toArray(String[]::new))) {
        assertThat(analyze.rest()).last().isEqualTo("Found time-wait-pile-up: 1");
        assertThat(analyze.exitCode()).isZero();
      }
    }

    assertThat(Timelines.read(lines).findings())
        .isEqualTo(Timelines.read(document).findings())
        .singleElement()
        .satisfies(
            f -> assertThat(f.explanation()).contains("as the server, and had 1,082 sockets"));
  }

  /** So many frames of a connection that the server closes first. */
  private static List<FrameBuilder> connection(int port, int frames) {
    return List.of(
            fromClient(port).flags(SYN),
            fromServer(port).flags(SYN | ACK).ack(1),
            fromClient(port).flags(ACK).seq(1).ack(1),
            fromServer(port).flags(FIN | ACK).seq(1).ack(1),
            fromClient(port).flags(FIN | ACK).seq(1).ack(2),
            fromServer(port).flags(ACK).seq(2).ack(2))
        .subList(0, frames);
  }

  private static FrameBuilder fromClient(int port) {
    return new FrameBuilder().from("10.0.0.1", port).to("10.0.0.2", 80);
  }

  private static FrameBuilder fromServer(int port) {
    return new FrameBuilder().from("10.0.0.2", 80).to("10.0.0.1", port);
  }
}
