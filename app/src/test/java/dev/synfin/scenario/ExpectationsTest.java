package dev.synfin.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.synfin.scenario.Scenarios.Source;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Capture.Vantage;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Fault;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario expects, held against traces. */
class ExpectationsTest {
  private static final String TRACE =
      """
       0.000000 > S  0:0(0) <mss 1460>       | SYN-SENT -
      +0.000100 < S. 0:0(0) ack 1 <mss 1460> | ESTABLISHED SYN-RECEIVED
      +0.000010 > .  1:1(0) ack 1            | = ESTABLISHED
      +0.000010 > P. 1:6(5) ack 1 "hello"    | = =
      +0.200000 > P. 1:6(5) ack 1 "hello"    | = = # retransmission of 4 rto
      +0.000010 > F. 6:6(0) ack 1            | FIN-WAIT-1 CLOSE-WAIT
      +0.000010 < P. 1:8(7) ack 7 "goodbye"  | FIN-WAIT-2 =
      +0.000010 S recv ["", 1024] ! ECONNRESET us 5
      +0.000010 < F. 8:8(0) ack 7            | TIME-WAIT LAST-ACK
      +0.000010 > .  7:7(0) ack 9            | = CLOSED
      """;
  private static final Connection ONE = TraceFixture.connection(TRACE);

  @Test
  void aWindowReopensAfterAProbeOnlyIfItWasProbed() throws ScenarioException {
    String closed = "0.0 < . 1:1(0) ack 1 win 0 # zero_window\n";
    String update = "+0.1 < . 1:1(0) ack 1 # window_update\n";
    String probe = "+0.2 > . 0:0(0) ack 1 # window_probe\n";
    String expected = "reopened_after_probes: {server: 1}";

    var probed = TraceFixture.connection(closed + probe + update + update);
    assertThat(unmet(expected, seen(probed))).isEmpty();
    assertThat(unmet(expected, seen(TraceFixture.connection(closed + update + probe)))).hasSize(1);
  }

  @Test
  void acknowledgementsWithSackBlocksAreCountedByTheirSender() throws ScenarioException {
    String sacked = "0.0 > P. 11:16(5) ack 1\n+0.1 < . 1:1(0) ack 1 <sack 11:16>\n";
    String plain = "0.0 > P. 1:6(5) ack 1\n+0.1 < . 1:1(0) ack 6\n";

    String expected = "selective_acks: {client: 0, server: 1}";
    assertThat(unmet(expected, seen(TraceFixture.connection(sacked)))).isEmpty();
    assertThat(unmet(expected, seen(TraceFixture.connection(plain)))).hasSize(1);
  }

  private static Timeline seen(Capture capture, Connection... connections) {
    return Timeline.of(List.of(capture), List.of(connections));
  }

  private static Timeline seen(Connection... connections) {
    return seen(TraceFixture.capture("server", Vantage.SERVER), connections);
  }

  /** Line 4 is the first that expects something. */
  private static List<Expectation> check(String expect, Timeline timeline)
      throws ScenarioException {
    String id = timeline.captures().isEmpty() ? "none" : timeline.captures().getFirst().id();
    return expectations(expect).check(timeline, Map.of(id, timeline));
  }

  private static Expectations expectations(String expect) throws ScenarioException {
    var source =
        new Source(
            "mine.yaml",
            """
            name: mine
            title: mine
            expect:
            """
                + expect.indent(2)
                + "client: [connect]\n");
    return Scenarios.read(source, null).expect();
  }

  private static List<Expectation> unmet(String expect, Timeline timeline)
      throws ScenarioException {
    return check(expect, timeline).stream().filter(e -> !e.ok()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "connections: 1; connections: 2",
        "conn_state: SF; conn_state: RSTO",
        "history: ShADadFf; history: ShADad",
        "completeness: 31; completeness: 15",
        "handshake: {kind: three_way}; handshake: {kind: refused}",
        "handshake: {syn_retransmissions: 0}; handshake: {syn_retransmissions: 1}",
        "handshake: {completed_by: ack}; handshake: {completed_by: data}",
        "teardown: {kind: fin, initiator: client}; teardown: {initiator: server}",
        "teardown: {time_wait: client}; teardown: {time_wait: none}",
        "teardown: {by: none}; teardown: {by: client}",
        "client_states: [SYN-SENT, ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT];"
            + "client_states: [SYN-SENT, ESTABLISHED, FIN-WAIT-1, TIME-WAIT]",
        "final_state: {client: TIME-WAIT}; final_state: {client: CLOSED}",
        "payload_bytes: {client: 10}; payload_bytes: {client: 5}",
        "payload_after_fin: {from: server, bytes: 7}; payload_after_fin: {from: none}",
        "segments_with_payload: {client: 2}; segments_with_payload: {client: 1}",
        "retransmissions: 1; retransmissions: 0",
        "retransmissions: '>= 1'; retransmissions: '> 1'",
        "retransmissions: '0|1'; retransmissions: '0|2'",
        "analysis: {retransmission: 1}; analysis: {retransmission: 0}",
        "server_errors: [ECONNRESET]; server_errors: none",
      })
  void aFactIsMetOrNot(String met, String unmet) throws ScenarioException {
    assertThat(unmet(met, seen(ONE))).isEmpty();
    assertThat(unmet(unmet, seen(ONE)))
        .singleElement()
        .satisfies(e -> assertThat(e.line()).isEqualTo(4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "findings: none; findings: syn-filtered",
        "findings: {syn-filtered: 0}; findings: {syn-filtered: 1}",
        "findings: 'segment-loss|none'; findings: 'segment-loss|syn-filtered'",
        "kernel: {server: {states: {SYN_RECV: 3}}}; kernel: {server: {states: {SYN_RECV: 7}}}",
        "kernel: {server: {counters: {TCPTimeouts: 2}}};"
            + "kernel: {server: {counters: {TCPTimeouts: 0}}}",
        "kernel: {server: {accept_queue: 1}}; kernel: {server: {accept_queue: '> 1'}}",
        "kernel: {server: {time_wait_bytes: 256}}; kernel: {server: {time_wait_bytes: none}}",
        "kernel: {server: {counters: {ListenDrops: none}}};"
            + "kernel: {server: {counters: {ListenDrops: 0}}}",
        "connections: 1; kernel: {server: {listener_pid: as_in_calls}}",
        "connections: 1; kernel: {client: {states: {SYN_SENT: 0}}}",
      })
  void aFactOfTheKernelOrOfTheFindingsIsMetOrNot(String met, String unmet)
      throws ScenarioException {
    Timeline sampled = seen(ONE).withKernel(List.of(sample(1, 0), sample(3, 2)));

    assertThat(unmet(met, sampled)).isEmpty();
    assertThat(unmet(unmet, sampled)).hasSize(1);
  }

  private static KernelSample sample(long halfOpen, long timeouts) {
    return new KernelSample(
        Instant.EPOCH,
        Side.SERVER,
        Map.of("SYN_RECV", 7L),
        Map.of("8080", new KernelSample.AcceptQueue(1L, 5L)),
        null,
        256L,
        null,
        Map.of("TCPTimeouts", timeouts),
        List.of(),
        Map.of("SYN_RECV", halfOpen));
  }

  @Test
  void whatNoTapAloneKnowsCannotBeExpectedOfOne() {
    for (String fact : List.of("findings: none", "client_errors: none")) {
      assertThatThrownBy(() -> expectations("at: {server: {" + fact + "}}"))
          .hasMessageStartingWith("mine.yaml, line 4: ")
          .hasMessageContaining("known of the whole run only");
    }
  }

  @Test
  void whatIsNotMetTellsWhatWasSeenAndWhere() throws ScenarioException {
    assertThat(unmet("conn_state: SF\nteardown:\n  segments: 3\n  initiator: server", seen(ONE)))
        .containsExactly(
            new Expectation("teardown.segments: 3", "4", false, 6, 0),
            new Expectation("teardown.initiator: server", "client", false, 7, 0));
  }

  @Test
  void everyConnectionMustMeetWhatIsExpectedOfOne() throws ScenarioException {
    Connection cut =
        TraceFixture.connection(TRACE.lines().limit(5).reduce("", (a, b) -> a + b + "\n"));

    assertThat(unmet("teardown: {kind: fin}", seen(ONE, cut)))
        .containsExactly(new Expectation("teardown.kind: fin", null, false, 4, 1));
  }

  @Test
  void withoutAConnectionNothingThatIsExpectedOfOneIsMet() throws ScenarioException {
    assertThat(unmet("retransmissions: 0\nhandshake: {kind: none}", seen()))
        .extracting(Expectation::seen)
        .containsExactly("no connection", "no connection");
  }

  @Test
  void theSumOverNoConnectionsIsNotNought() throws ScenarioException {
    assertThat(unmet("total: {retransmissions: 0}", seen())).hasSize(1);
    assertThat(unmet("total: {retransmissions: 1}", seen(ONE))).isEmpty();
  }

  @Test
  void aCaptureWithGapsMakesTheRunFailWhateverElseIsMet() throws ScenarioException {
    Capture whole = TraceFixture.capture("server", Vantage.SERVER);

    assertThat(unmet("conn_state: SF", seen(proven(whole, false, "the fence did not come"), ONE)))
        .containsExactly(
            new Expectation("capture server: complete", "the fence did not come", false, null));
    assertThat(unmet("conn_state: SF", seen(proven(whole, null, null), ONE)))
        .extracting(Expectation::seen)
        .containsExactly("not proven");
  }

  private static Capture proven(
      Capture capture, @Nullable Boolean complete, @Nullable String reason) {
    return new Capture(
        capture.id(),
        capture.source(),
        capture.name(),
        capture.vantage(),
        capture.file(),
        capture.sha256(),
        capture.filter(),
        capture.linkType(),
        capture.snaplen(),
        capture.timestampPrecision(),
        capture.startedAt(),
        capture.endedAt(),
        capture.frames(),
        capture.evicted(),
        capture.dropped(),
        complete,
        reason);
  }

  @Test
  void whatCouldNotHaveBeenMetIsNotJudged() throws ScenarioException {
    Capture whole = TraceFixture.capture("server", Vantage.SERVER);
    Expectations expected = expectations("conn_state: SF");

    assertThat(expected.obstacle(seen(ONE))).isEmpty();
    assertThat(expected.obstacle(seen())).get().asString().contains("no connection");
    assertThat(expected.obstacle(seen(proven(whole, false, "gaps"), ONE)))
        .get()
        .asString()
        .contains("missing in a capture");
    assertThat(expectations("connections: 0").obstacle(seen())).isEmpty();
    assertThat(expectations("any: {conn_state: SF}").obstacle(seen())).isPresent();
    assertThat(expectations("nth: {1: {conn_state: SF}}").obstacle(seen())).isPresent();
  }

  @Test
  void withoutACaptureNothingIsProven() throws ScenarioException {
    assertThat(unmet("conn_state: SF", Timeline.of(List.of(), List.of(ONE))))
        .extracting(Expectation::expected)
        .containsExactly("a capture");
  }

  @Test
  void aTimelineWithoutEventsDoesNotProveThatNothingWasSentAgain() throws ScenarioException {
    assertThat(
            unmet("retransmissions: 0\npayload_after_fin: {bytes: 0}", seen(ONE.withEvents(null))))
        .hasSize(2);
  }

  @Test
  void noErrorsCanBeExpectedOfAProgramWhoseCallsWereNotLogged() throws ScenarioException {
    assertThat(unmet("client_errors: none", seen(ONE)))
        .extracting(Expectation::seen)
        .containsExactly("no calls were logged");
  }

  @Test
  void whatIsExpectedAtAVantageIsReadFromItsOwnCapture() throws ScenarioException {
    assertThat(check("at: {server: {retransmissions: 1}}", seen(ONE)))
        .contains(new Expectation("at server, retransmissions: 1", "1", true, 4, 0));
    assertThat(unmet("at: {client: {connections: 1, conn_state: SF}}", seen(ONE)))
        .extracting(Expectation::expected, Expectation::seen)
        .containsExactly(
            tuple("at client, connections: 1", "no tap"),
            tuple("at client, conn_state: SF", "no tap"));
  }

  @Test
  void onLoopbackOneTapStandsForAllUnlessSomethingIsDroppedBetweenThem() throws ScenarioException {
    Timeline loopback = seen(TraceFixture.capture("loopback", Vantage.LOOPBACK), ONE);
    var fault = new Fault("drop the client's first FIN", 1L, 1L, List.of());

    assertThat(unmet("at: {server: {retransmissions: 1}}", loopback)).isEmpty();
    assertThat(unmet("at: {server: {retransmissions: 1}}", loopback.withFaults(List.of(fault))))
        .extracting(Expectation::seen)
        .containsExactly("no tap");
  }
}
