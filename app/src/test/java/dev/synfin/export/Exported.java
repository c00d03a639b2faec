package dev.synfin.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What an export wrote, as JSON. */
final class Exported {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A conversation with calls, a retransmission and both FINs. */
  static final String TRACE =
      """
      -0.001000 C connect ["10.0.0.2:80"] us 1200
       0.000000 > S  0:0(0) win 64240 <mss 1460> | SYN-SENT -
      +0.000100 < S. 0:0(0) ack 1 win 65160      | SYN-SENT SYN-RECEIVED
      +0.000100 > .  1:1(0) ack 1                | ESTABLISHED ESTABLISHED
      +0.000100 C send ["hello"] = 5 us 12
      +0.000100 > P. 1:6(5) ack 1 "hello"        | = =
      +0.200000 > P. 1:6(5) ack 1 "hello"        | = = # retransmission of 4 rto
      +0.000300 < .  1:1(0) ack 6                | = =
      +0.000100 C close [] us 3
      +0.000100 > F. 6:6(0) ack 1                | FIN-WAIT-1 CLOSE-WAIT
      +0.000100 < F. 1:1(0) ack 7                | TIME-WAIT LAST-ACK
      +0.000100 > .  7:7(0) ack 2                | = CLOSED
      """;

  private Exported() {}

  /** What writes an export. */
  @FunctionalInterface
  interface Writer {
    void write(Timeline timeline, OutputStream out) throws IOException;
  }

  static Timeline timeline() {
    return TraceFixture.timeline(TraceFixture.connection(TRACE));
  }

  /** No packets at all, as of a Unix socket. */
  static Timeline callsAlone() {
    return timeline()
        .withConnections(List.of())
        .withCalls(
            List.of(
                call(Side.CLIENT, "2026-11-28T10:00:00.000000500Z", "connect"),
                call(Side.SERVER, "2026-11-28T10:00:00Z", "listen")));
  }

  private static CallEvent call(Side side, String at, String name) {
    return new CallEvent(
        side, null, Instant.parse(at), 200L, name, List.of(), null, null, 1L, 3, null, null);
  }

  static String text(Writer writer, Timeline timeline) throws IOException {
    var out = new ByteArrayOutputStream();
    writer.write(timeline, out);
    return out.toString(UTF_8);
  }

  static JsonNode json(Writer writer, Timeline timeline) throws IOException {
    return MAPPER.readTree(text(writer, timeline));
  }

  static List<JsonNode> lines(Writer writer, Timeline timeline) throws IOException {
    return text(writer, timeline).lines().map(MAPPER::readTree).toList();
  }
}
