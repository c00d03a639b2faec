package dev.synfin.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Fault;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineMerger;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LadderTest {
  private static final RenderOptions PLAIN = RenderOptions.DEFAULT;
  private static final String ECHO =
      """
      -0.000150 C socket ["AF_INET"] = 3
      -0.000100 C connect ["10.0.0.2:8080"] us 200
       0.000000 > S  0:0(0) <mss 1460>        | SYN-SENT -
      +0.000112 < S. 0:0(0) ack 1 <mss 1460>  | SYN-SENT SYN-RECEIVED
      +0.000031 > .  1:1(0) ack 1             | ESTABLISHED ESTABLISHED
      -1.500000 S accept [] = "10.0.0.1:40000" us 1500200
       0.000250 C send ["hello"] = 5
      +0.000010 > P. 1:6(5) ack 1 "hello"     | = =
      +0.000040 S recv [1024] = 5 us 3
      +0.000010 S send ["hello..."] = 8
      +0.000020 < P. 1:9(8) ack 6 "hello..."  | = =
      +0.000005 > .  6:6(0) ack 9             | = =
      +0.000100 C close []
      +0.000010 > F. 6:6(0) ack 9             | FIN-WAIT-1 CLOSE-WAIT
      +0.040100 < .  9:9(0) ack 7             | FIN-WAIT-2 CLOSE-WAIT
      +0.060000 S close []
      +0.000100 < F. 9:9(0) ack 7             | TIME-WAIT LAST-ACK
      +0.000100 > .  7:7(0) ack 10            | TIME-WAIT CLOSED
      """;

  @Test
  void showsCallsPacketsAndStatesFromHandshakeToTeardown() {
    Golden.assertSame("echo.txt", Ladders.render(listening(timeline(ECHO)), PLAIN));
  }

  @Test
  void usesAWiderTerminal() {
    Golden.assertSame("echo-wide.txt", Ladders.render(timeline(ECHO), PLAIN.withColumns(300)));
  }

  @Test
  void makesDoWithAscii() {
    var text = Ladders.render(timeline(ECHO), PLAIN.withAscii(true));

    Golden.assertSame("echo-ascii.txt", text);
    assertThat(text).matches("[\\n\\x20-\\x7e]*");
  }

  @Test
  void coloursOnlyIfAskedAndChangesNothingElse() {
    var coloured = Ladders.render(timeline(ECHO), PLAIN.withColour(true));

    assertThat(coloured).contains("\u001b[32mSYN-SENT\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(Ladders.render(timeline(ECHO), PLAIN));
  }

  @Test
  void marksWhatWasLostAndWhatWasSentAgain() {
    var client =
        """
         0.000000 > S  0:0(0) <mss 1460>       | SYN-SENT -
        +0.000200 < S. 0:0(0) ack 1 <mss 1460> | SYN-SENT SYN-RECEIVED
        +0.000010 > .  1:1(0) ack 1            | ESTABLISHED ESTABLISHED
        +0.000010 > P. 1:6(5) ack 1 "hello"    | = =
        +0.200000 > P. 1:6(5) ack 1 "hello"    | = = # retransmission of 4 tail_loss_probe
        +0.000200 < .  1:1(0) ack 6            | = = # duplicate_ack zero_window
        """;
    var server =
        """
         0.000100 > S  0:0(0) <mss 1460>       | SYN-SENT SYN-RECEIVED
        +0.000010 < S. 0:0(0) ack 1 <mss 1460> | = =
        +0.000200 > .  1:1(0) ack 1            | ESTABLISHED ESTABLISHED
        """;
    var merged =
        TimelineMerger.merge(
            List.of(
                at("client", Capture.Vantage.CLIENT, client),
                at("server", Capture.Vantage.SERVER, server)),
            List.of(),
            List.of(new Fault("drop the client's first data segment", 1L, 1L, List.of())));

    Golden.assertSame("lost.txt", Ladders.render(merged, PLAIN));
  }

  @Test
  void showsDatagramsAndIcmpErrors() {
    var trace = "0.0 > udp 5 \"hello\"\n+0.000020 < icmp 3/3\n+12.1 > udp 5 \"again\"";

    Golden.assertSame("udp-refused.txt", Ladders.render(timeline(trace), PLAIN));
  }

  @Test
  void leavesOutTheMiddleOfALongConnection() {
    var trace = new StringBuilder("0.0 > S 0:0(0) | SYN-SENT -\n");
    for (var i = 0; i < 1000; i++) {
      trace.append("+0.0001 > . ").append(1 + 10 * i).append(":0(10) ack 1 | ESTABLISHED -\n");
    }

    var text = Ladders.render(timeline(trace.toString()), PLAIN);

    assertThat(text).contains("⋮ 621 events left out").contains("len 10");
    assertThat(text.lines().count()).isLessThan(400);
  }

  @Test
  void whatIsPointedAtIsNotLeftOut() {
    var trace = new StringBuilder("0.000000 > S  0:0(0) | SYN-SENT -\n");
    for (var i = 0; i < 1000; i++) {
      trace.append("+0.000100 > P. %d:%d(10) ack 1 | = =\n".formatted(1 + 10 * i, 11 + 10 * i));
    }
    var connection = TraceFixture.connection(trace.toString());
    var timeline = Timeline.of(List.of(), List.of(connection));

    var text = Ladders.render(timeline, connection, RenderOptions.DEFAULT, 500L, "wanted here");

    assertThat(text).contains("seq 4981 ack 1 len 10", "▲ wanted here");
    assertThat(text.lines().filter(line -> line.contains("events left out"))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J\u001b[31mred",
        "a\u0007b",
        "\u009b31m",
        "\u202Egnp.exe",
        "\u2028\u2029",
        "\u200b\ufeff",
        "\r\nHTTP/1.1 200 OK\n\n",
        "\u0000",
        "\ue000\uffff",
        "z\u0301\u0302\u0303"
      })
  void nothingFromTheNetworkReachesTheTerminalUnescaped(String evil) {
    var timeline = TraceFixture.timeline(poisoned(evil));

    for (var options : List.of(PLAIN, PLAIN.withAscii(true), PLAIN.withColumns(110))) {
      assertThat(Ladders.render(timeline, options).codePoints())
          .allMatch(point -> point == '\n' || !isHarmful(point));
    }
    PacketText.lines(timeline.connections().getFirst())
        .forEach(line -> assertThat(line.codePoints()).noneMatch(LadderTest::isHarmful));
  }

  @ParameterizedTest
  @ValueSource(strings = {"日本語のテキストがここに", "💡💡💡💡💡💡💡💡💡💡💡", "ééééééééééééééé", "x"})
  void keepsItsColumnsWhateverTheScript(String payload) {
    var text = Ladders.render(timeline(ECHO.replace("hello...", payload)), PLAIN);

    assertThat(text.lines()).allMatch(line -> PlainText.width(line) <= 80);
    assertThat(text.lines().filter(l -> l.contains("│◀") || l.contains("─▶│")))
        .isNotEmpty()
        .allMatch(line -> columnOfLastBar(line) == 66);
  }

  @Test
  void endsWithTheVerdictOfTheExpectations() {
    var failed =
        timeline(ECHO)
            .withScenario(
                new ScenarioResult(
                    "half-close",
                    "The client stops sending",
                    "loopback",
                    "fast",
                    ScenarioResult.Result.FAILED,
                    null,
                    List.of(
                        new ScenarioResult.Expectation("connections: 1", "1", true, 20),
                        new ScenarioResult.Expectation("conn_state: S1", "SF", false, 21, 0))));

    assertThat(Ladders.render(failed, PLAIN))
        .startsWith(" half-close (fast): The client stops sending\n")
        .endsWith(
            " ✗ failed: 1 of 2 expectations met\n ✗ line 21: expected conn_state: S1, saw SF\n");
  }

  @Test
  void marksTheRowsThatAnExpectationFailedOn() {
    assertThat(marked(new ScenarioResult.Expectation("teardown.segments: 3", "4", false, 22, 0)))
        .hasSize(2)
        .allMatch(line -> line.contains("FIN ACK"));
    assertThat(marked(new ScenarioResult.Expectation("handshake.kind: refused", "x", false, 9, 0)))
        .hasSize(2)
        .allMatch(line -> line.contains(" SYN "));
    assertThat(marked(new ScenarioResult.Expectation("client_calls.send: 2", "1", false, 9)))
        .singleElement()
        .asString()
        .contains("send(");
  }

  @Test
  void aSpaceStandsBetweenAMarkAndItsTime() {
    assertThat(marked(new ScenarioResult.Expectation("teardown.segments: 3", "4", false, 22, 0)))
        .allMatch(line -> line.startsWith("✗ "));
  }

  @Test
  void aTailLossProbeIsCalledSoOnce() {
    var trace =
        ECHO.lines().limit(6).collect(Collectors.joining("\n"))
            + "\n+0.25 > P. 1:6(5) ack 1 \"hello\" | = = # retransmission of 4 tail_loss_probe";

    assertThat(Ladders.render(timeline(trace), PLAIN).split("tail-loss probe", -1)).hasSize(2);
  }

  @Test
  void marksTheVerdictWhereNoRowShowsWhatWasExpected() {
    assertThat(marked(new ScenarioResult.Expectation("conn_state: S1", "SF", false, 21, 0)))
        .isNotEmpty()
        .first()
        .asString()
        .startsWith("✗ Opened in 3 segments");
    assertThat(marked(new ScenarioResult.Expectation("conn_state: S1", "SF", false, 21, 5)))
        .isEmpty();
  }

  /** The marked lines of the ladder itself. */
  private static List<String> marked(ScenarioResult.Expectation failed) {
    var timeline =
        timeline(ECHO)
            .withScenario(
                new ScenarioResult(
                    "mine", null, null, null, ScenarioResult.Result.FAILED, null, List.of(failed)));
    return Ladders.render(timeline, PLAIN).lines().filter(l -> l.startsWith("✗")).toList();
  }

  @Test
  void saysThatThereIsNoConnection() {
    assertThat(Ladders.render(TraceFixture.timeline(), PLAIN))
        .isEqualTo(" No connection in this capture.\n");
  }

  private static boolean isHarmful(int point) {
    return Character.isISOControl(point)
        || (Character.getType(point) == Character.FORMAT)
        || point == 0x2028
        || point == 0x2029
        || Character.getType(point) == Character.NON_SPACING_MARK
        || Character.getType(point) == Character.PRIVATE_USE;
  }

  private static int columnOfLastBar(String line) {
    var bar = Math.max(line.lastIndexOf('│'), line.lastIndexOf('┤'));
    return PlainText.width(line.substring(0, bar));
  }

  /** Everything that the network or a program names is this text. */
  private static Connection poisoned(String evil) {
    var connection = TraceFixture.connection(ECHO);
    var events = new ArrayList<Event>();
    for (var event : connection.allEvents()) {
      if (event instanceof SegmentEvent s && s.payload() != null) {
        events.add(
            new SegmentEvent(
                s.frame(),
                s.tNs(),
                s.from(),
                s.flags(),
                s.seq(),
                s.ack(),
                s.rawSeq(),
                s.rawAck(),
                s.len(),
                s.win(),
                s.rawWin(),
                s.options(),
                s.phase(),
                s.clientState(),
                s.serverState(),
                s.analysis(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                new dev.synfin.timeline.Payload(evil, null, null),
                List.of(),
                new dev.synfin.timeline.Lost(List.of(evil, evil), evil)));
      } else {
        events.add(event);
      }
    }
    events.add(
        new CallEvent(
            Side.CLIENT,
            0L,
            null,
            1L,
            evil,
            Map.of(evil, List.of(evil)),
            evil,
            null,
            null,
            null,
            null,
            null));
    return connection
        .withEvents(events)
        .withEnds(new Endpoint("10.0.0.1", 1, evil), new Endpoint("10.0.0.2", 2, evil));
  }

  private static Timeline timeline(String trace) {
    return TraceFixture.timeline(TraceFixture.connection(trace));
  }

  private static Timeline listening(Timeline timeline) {
    return timeline.withCalls(
        List.of(
            new CallEvent(
                Side.SERVER,
                null,
                TraceFixture.START,
                9L,
                "bind",
                List.of("0.0.0.0:8080"),
                null,
                null,
                2L,
                3,
                null,
                null),
            new CallEvent(
                Side.SERVER,
                null,
                TraceFixture.START,
                9L,
                "listen",
                Map.of("backlog", 5),
                null,
                null,
                2L,
                3,
                null,
                null)));
  }

  private static Timeline at(String id, Capture.Vantage vantage, String trace) {
    return Timeline.of(
        List.of(TraceFixture.capture(id, vantage)), List.of(TraceFixture.connection(trace)));
  }
}
