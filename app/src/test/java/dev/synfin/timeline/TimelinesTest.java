package dev.synfin.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.track.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelinesTest {
  static final String HELLO =
      """
      -0.000100 C connect ["10.0.0.2:8080"] = null us 200
       0.000000 > S  0:0(0) <mss 1460>      | SYN-SENT -
      +0.000112 < S. 0:0(0) ack 1 <mss 1460>| SYN-SENT SYN-RECEIVED
      +0.000031 > .  1:1(0) ack 1           | ESTABLISHED ESTABLISHED
      +0.000031 C send ["hello"] = 5
      +0.000001 > P. 1:6(5) ack 1 "hello"   | = =
      +0.200000 > P. 1:6(5) ack 1 "hello"   | = = # retransmission of 4 rto
      +0.000040 < P. 1:9(8) ack 6 "hello..."| = =
      +0.000100 > F. 6:6(0) ack 9           | FIN-WAIT-1 CLOSE-WAIT
      +0.000100 < F. 9:9(0) ack 7           | TIME-WAIT LAST-ACK
      +0.000100 > .  7:7(0) ack 10          | TIME-WAIT CLOSED
      """;

  @TempDir Path folder;

  @Test
  void reads_what_it_wrote() throws IOException {
    var timeline = everything();
    var file = folder.resolve("timeline.json");

    Timelines.write(timeline, file);

    assertThat(Timelines.read(file)).isEqualTo(timeline);
  }

  @Test
  void writes_the_names_and_moments_of_the_format() throws IOException {
    var json = Json.MAPPER.readTree(written(everything()));

    var connection = json.path("connections").path(0);
    assertThat(json.path("format").asString()).isEqualTo("synfin-timeline/1");
    assertThat(connection.path("started_at").asString())
        .isEqualTo("2026-11-01T12:00:00.000000001Z");
    assertThat(connection.path("handshake").path("syn_to_syn_ack_ns").asLong()).isEqualTo(112_000);
    assertThat(connection.path("analysis").path("retransmission").asInt()).isEqualTo(1);
    assertThat(connection.path("final_state").path("client").asString()).isEqualTo("TIME-WAIT");
    var again = connection.path("events").path(6);
    assertThat(again.path("event").asString()).isEqualTo("segment");
    assertThat(again.path("retransmission").path("cause").asString()).isEqualTo("rto");
    assertThat(again.path("from").asString()).isEqualTo("client");
    assertThat(again.path("acks_frame").isNull()).isTrue();
    assertThat(again.has("lost")).isFalse();
    assertThat(json.path("captures").path(0).path("dropped").path("interface").asInt()).isZero();
  }

  @Test
  void writes_each_event_on_a_line_of_its_own() throws IOException {
    assertThat(written(everything()).lines().filter(l -> l.contains("{ \"event\": ")))
        .hasSize(13)
        .allMatch(l -> l.matches(" *\\{ \"event\": .* },?"));
  }

  @Test
  void passes_over_what_a_newer_writer_added() throws IOException {
    var timeline = TraceFixture.timeline(TraceFixture.connection(HELLO));
    var newer =
        written(timeline)
            .replaceFirst("\"generator\"", "\"mood\": [1, {}], \"generator\"")
            .replaceFirst(
                "\\{ \"event\": \"segment\"",
                "{ \"event\": \"whisper\", \"t_ns\": 5 }, { \"event\": \"segment\", \"x\": 1");

    assertThat(Timelines.read(stream(newer))).isEqualTo(timeline);
  }

  @Test
  void says_in_one_sentence_that_a_file_is_no_timeline_and_where() throws IOException {
    assertThatThrownBy(() -> Timelines.read(stream("no json\n")))
        .isInstanceOf(TimelineException.class)
        .hasMessageStartingWith("The input is no timeline: it is not JSON, ")
        .hasMessageEndingWith(" (line 1, column 1).");
    assertThatThrownBy(() -> Timelines.read(stream("")))
        .isInstanceOf(TimelineException.class)
        .hasMessage("The input is no timeline: it is empty.");
    assertThatThrownBy(() -> Timelines.read(stream("[1]")))
        .isInstanceOf(TimelineException.class)
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> Timelines.read(stream("{\"format\": \"qlog\"}")))
        .isInstanceOf(TimelineException.class)
        .hasMessageContaining("format is qlog, not synfin-timeline/1");
  }

  @Test
  void names_the_field_that_does_not_fit() throws IOException {
    var timeline = TraceFixture.timeline(TraceFixture.connection(HELLO));
    var wrong = written(timeline).replaceFirst("\"from\": \"client\"", "\"from\": \"nobody\"");

    assertThatThrownBy(() -> Timelines.read(stream(wrong)))
        .isInstanceOf(TimelineException.class)
        .hasMessageContaining("connections[0].events[1].from")
        .hasMessageMatching(".*\\(line [0-9]+, column [0-9]+\\)\\.");
  }

  @Test
  void fails_as_files_do_where_there_is_none() {
    assertThatThrownBy(() -> Timelines.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void reads_a_log_of_socket_calls() throws IOException {
    var file = folder.resolve("calls.jsonl");
    Files.writeString(
        file,
        """
        {"event":"call","side":"server","at":"2026-11-01T12:00:00.5Z","duration_ns":7,"call":"listen","args":{"backlog":5},"result":null,"error":null,"pid":1,"fd":3,"local":"10.0.0.2:8080"}

        {"event":"call","side":"client","at":"2026-11-01T12:00:01Z","call":"connect","args":["10.0.0.2:8080"],"error":"ECONNREFUSED"}
        """);

    var calls = Timelines.readCalls(file);

    assertThat(calls).hasSize(2);
    assertThat(calls.getFirst().args()).isEqualTo(Map.of("backlog", 5L));
    assertThat(calls.getLast().error()).isEqualTo("ECONNREFUSED");
  }

  @Test
  void names_the_line_of_a_call_that_is_none() throws IOException {
    var file = folder.resolve("calls.jsonl");
    Files.writeString(file, "\n{\"event\":\"call\"}\n");

    assertThatThrownBy(() -> Timelines.readCalls(file))
        .isInstanceOf(TimelineException.class)
        .hasMessage(file + " cannot be read: line 2 is no socket call: side.");
  }

  static Timeline everything() {
    var connection = TraceFixture.connection(HELLO);
    var udp = TraceFixture.connection("0.0 > udp 5 \"hello\"\n+0.001 < icmp 3/3");
    var listen =
        new CallEvent(
            Side.SERVER,
            null,
            TraceFixture.START,
            12L,
            "listen",
            Map.of("backlog", 5),
            null,
            null,
            99L,
            3,
            "10.0.0.2:8080",
            null);
    var sample =
        new KernelSample(
            TraceFixture.START,
            Side.SERVER,
            Map.of("LISTEN", 1L),
            Map.of("8080", new KernelSample.AcceptQueue(0L, 5L)),
            7L,
            512L,
            KernelSample.Basis.ASSUMED,
            Map.of("ListenOverflows", 0L),
            List.of(new KernelSample.KernelSocket("*:8080", null, "LISTEN", 0L, 0L, 5L, 99L)));
    var verdict =
        new ScenarioResult(
            "half-close",
            "Half",
            "loopback",
            null,
            ScenarioResult.Result.FAILED,
            null,
            List.of(
                new ScenarioResult.Expectation("conn_state: SF", "S1", false, 12, 0),
                new ScenarioResult.Expectation("connections: 1", "1", true, 11)));
    var finding =
        new Finding(
            "zero-window-stall", Finding.Severity.WARNING, "t", "e", List.of(1L, 2L), null, "n");
    return Timeline.of(
            List.of(
                TraceFixture.capture("client", Capture.Vantage.CLIENT),
                TraceFixture.capture("server", Capture.Vantage.SERVER)),
            List.of(connection.withFindings(List.of(finding)), udp))
        .withCalls(List.of(listen))
        .withKernel(List.of(sample))
        .withScenario(verdict)
        .withFaults(List.of(new Fault("drop the first FIN", 1L, 1L, List.of(7L))))
        .withFindings(List.of(finding));
  }

  static String written(Timeline timeline) throws IOException {
    var out = new ByteArrayOutputStream();
    Timelines.write(timeline, out);
    return out.toString(UTF_8);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
