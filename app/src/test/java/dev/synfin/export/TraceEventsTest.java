package dev.synfin.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Timeline;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Chrome's trace events, as Perfetto takes them. */
class TraceEventsTest {
  private static List<JsonNode> events(Timeline timeline, String phase) throws Exception {
    JsonNode events = Exported.json(TraceEvents::write, timeline).path("traceEvents");
    return StreamSupport.stream(events.spliterator(), false)
        .filter(e -> e.path("ph").asString().equals(phase))
        .toList();
  }

  @Test
  void keepsTheFormatsRules() throws Exception {
    for (Timeline timeline : List.of(found(), QlogTest.bothEnds(), Exported.callsAlone())) {
      assertThat(
              Rules.faults("trace-events.schema.json", Exported.text(TraceEvents::write, timeline)))
          .isEmpty();
    }
  }

  @Test
  void endsAreProcessesAndWhatTheyDoAreThreads() throws Exception {
    List<String> names =
        events(Exported.timeline(), "M").stream()
            .filter(e -> e.path("args").has("name"))
            .map(e -> e.path("pid") + " " + e.path("args").path("name").asString())
            .toList();

    assertThat(names)
        .containsExactly(
            "1 client client 10.0.0.1",
            "1 TCP 0 calls",
            "1 TCP 0 wire",
            "1 TCP 0 state",
            "2 server server 10.0.0.2",
            "2 TCP 0 calls",
            "2 TCP 0 wire",
            "2 TCP 0 state");
  }

  @Test
  void callsOfNoConnectionHaveATrackOnEachSide() throws Exception {
    Timeline calls = Exported.callsAlone();

    assertThat(events(calls, "X"))
        .extracting(e -> e.path("pid") + " " + e.path("name").asString() + " " + e.path("ts"))
        .containsExactly("1 listen() 0.000", "2 connect() 0.500");
    assertThat(events(calls, "M"))
        .extracting(e -> e.path("args").path("name").asString())
        .contains("server (no connection)", "client (no connection)");
  }

  @Test
  void callsAndStatesHaveTheirDurationsInMicroseconds() throws Exception {
    List<String> slices =
        events(Exported.timeline(), "X").stream()
            .filter(e -> !e.path("cat").asString().equals("wire"))
            .map(e -> e.path("name").asString() + " " + e.path("ts") + " " + e.path("dur"))
            .toList();

    assertThat(slices)
        .contains(
            "connect() 0.000 1200.000",
            "send() = 5 1300.000 12.000",
            "SYN-SENT 1000.000 200.000",
            "LAST-ACK 202000.000 100.000");
  }

  @Test
  void callsPointToTheFramesThatTheyCausedButNotToWhatTheKernelSentAgain() throws Exception {
    List<String> from = times(events(Exported.timeline(), "s"));
    List<String> to = times(events(Exported.timeline(), "f"));

    assertThat(from).containsExactly("1300.000", "0.000", "201800.000");
    assertThat(to).containsExactly("1400.000", "1000.000", "201900.000");
  }

  private static List<String> times(List<JsonNode> events) {
    return events.stream().map(e -> e.path("ts").toString()).toList();
  }

  @Test
  void aFrameThatArrivedPointsFromEndToEnd() throws Exception {
    List<JsonNode> arrows = events(QlogTest.bothEnds(), "f");

    assertThat(arrows)
        .hasSize(3)
        .allSatisfy(e -> assertThat(e.path("name").asString()).isEqualTo("way"));
    assertThat(times(arrows)).containsExactly("1000050.000", "1000150.000", "1000250.000");
  }

  @Test
  void aFindingStandsAtItsFirstFrame() throws Exception {
    JsonNode finding = events(found(), "i").getFirst();

    assertThat(finding.path("name").asString()).isEqualTo("segment-loss");
    assertThat(finding.path("ts").toString()).isEqualTo("201400.000");
  }

  private static Timeline found() {
    var finding =
        new Finding(
            "segment-loss",
            Finding.Severity.WARNING,
            "Lost",
            "A segment.",
            List.of(5L),
            null,
            null);
    var timeline = Exported.timeline();
    return timeline.withConnections(
        timeline.connections().stream().map(c -> c.withFindings(List.of(finding))).toList());
  }
}
