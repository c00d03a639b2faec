package dev.synfin.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** What is written field by field is held against what Jackson makes of the whole record. */
class CaptureLinesTest {
  private static final Generator GENERATOR = new Generator("synfin", "1.0 \"beta\"");
  private static final List<Finding> FINDINGS =
      List.of(
          new Finding(
              "time-wait-pile-up",
              Finding.Severity.WARNING,
              "Tausend «TIME-WAIT»",
              "line\nof \\ two",
              List.of(1L, 1L << 40),
              "RFC 9293",
              "ss -tan"),
          new Finding("port-exhaustion", Finding.Severity.INFO, "t", "e", List.of(), null, null));

  static List<Capture> captures() {
    return List.of(
        new Capture(
            "client",
            Capture.Source.LIVE,
            "eth0\t\u0007",
            Capture.Vantage.NETWORK,
            "ü € \uD83D\uDE00.pcap",
            "0123",
            "tcp port 80",
            "EN10MB",
            262_144,
            Capture.Precision.NANO,
            Instant.ofEpochSecond(1_700_000_000, 1),
            Instant.ofEpochSecond(1_700_000_001),
            new Capture.Frames(1, 2, 3, 4, 5, 6),
            new Capture.Evicted(7, 8),
            new Capture.Dropped(9L, 10L),
            true,
            "because"),
        new Capture(
            "f",
            Capture.Source.FILE,
            "f",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        new Capture(
            "f",
            Capture.Source.FILE,
            "f",
            null,
            null,
            null,
            null,
            null,
            null,
            Capture.Precision.MICRO,
            null,
            null,
            null,
            null,
            new Capture.Dropped(null, null),
            false,
            null));
  }

  private interface Writing {
    void write(CaptureLines lines);
  }

  private static String written(Writing writing) throws IOException {
    var out = new ByteArrayOutputStream();
    var line = new LineBuffer(out);
    writing.write(new CaptureLines(line));
    line.flush();
    return out.toString(UTF_8);
  }

  private static String text(ObjectNode tree) {
    return new String(Json.MAPPER.writeValueAsBytes(tree), UTF_8) + "\n";
  }

  @ParameterizedTest
  @MethodSource("captures")
  void theFirstLineIsWhatJacksonWouldWrite(Capture capture) throws IOException {
    var tree = Json.MAPPER.createObjectNode().put("type", "capture").put("format", Timeline.FORMAT);
    tree.set("generator", Json.tree(GENERATOR));
    tree.set("capture", Json.tree(capture));
    assertThat(written(lines -> lines.writeFirst(GENERATOR, capture))).isEqualTo(text(tree));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void theLastLineIsWhatJacksonWouldWrite(Capture capture) throws IOException {
    var tree = Json.MAPPER.createObjectNode().put("type", "end");
    tree.set("capture", Json.tree(capture));
    assertThat(written(lines -> lines.writeLast(capture, List.of()))).isEqualTo(text(tree));

    tree.set("findings", Json.MAPPER.valueToTree(FINDINGS));
    assertThat(written(lines -> lines.writeLast(capture, FINDINGS))).isEqualTo(text(tree));
  }
}
