package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.scenario.Scenarios;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that no scenario of ours makes, in networks made for them; needs root. */
class FaultKindsIT {
  private static final String CUT =
      """
      name: joined
      title: A network that is cut, and joined again
      options: {timeout: 20s}
      faults:
        - cut: {from: %s, after: cut, until: join}
      server:
        - listen: {backlog: 5}
        - accept
        - recv: {expect: hello}
        - signal: read
        - recv: {expect: again}
        - recv_until_eof: {expect: ""}
        - close
        - close: listener
      client:
        - connect
        - sendall: hello
        - await: read
        - signal: cut
        - await: cut done
        - sendall: again
        - sleep: 300ms
        - signal: join
        - await: join done
        - shutdown: write
        - recv_until_eof: {expect: ""}
        - close
      expect:
        connections: 1
        conn_state: SF
        retransmitted: {data: ">= 1"}
        losses: {client: ">= 1"}
        client_errors: none
        server_errors: none
        at:
          server: {payload_bytes: {client: 10}}
      """;

  @TempDir private Path timelines;

  private List<SegmentEvent> lostIn(String text) throws IOException {
    var source = new Scenarios.Source("mine.yaml", text);
    Stage.Ended ended =
        new LoopbackStage().run(Scenarios.read(source, null), text, timelines, t -> "a ladder\n");
    assertThat(ended.result().result())
        .as(ended.result().reason() + ", " + ended.result().expectations())
        .isEqualTo(Result.PASSED);
    return ended.timeline().connections().getFirst().segments().stream()
        .filter(s -> s.lost() != null)
        .toList();
  }

  @Test
  void whatIsCutAndJoinedAgainLosesNothingForItsPrograms() throws IOException {
    assertThat(lostIn(CUT.formatted("both"))).extracting(SegmentEvent::len).contains(5);
  }

  @Test
  void oneSideAloneIsCut() throws IOException {
    assertThat(lostIn(CUT.formatted("client")))
        .isNotEmpty()
        .extracting(PacketEvent::from)
        .containsOnly(Side.CLIENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {from: server, segment: data, nth: 1} | close | {recv_until_eof: {expect: ""}}, close | {server: data}
          {from: client, segment: data, nth: 1, count: 2} | close | {recv_until_eof: {expect: ""}}, close | {client: [data, data]}
          {from: server, segment: fin, nth: 1} | close | {recv_until_eof: {expect: ""}}, close | {server: fin}
          {from: server, segment: rst, nth: 1} | {setsockopt: {linger: 0}}, close | {sleep: 100ms}, close | {server: rst}
          """)
  void exactlyTheSegmentsThatWereMeantAreLost(
      String rule, String server, String client, String lost) throws IOException {
    String text =
        """
        name: dropped
        title: Other segments are lost
        options: {timeout: 15s, stays_open: true}
        faults:
          - drop: %s
        server: [{listen: {backlog: 5}}, accept, {recv: {expect: hello}}, {sendall: "hello..."}, %s]
        client: [connect, {sendall: hello}, {recv: {expect: "hello..."}}, %s]
        expect: {connections: 1, lost: %s}
        """
            .formatted(rule, server, client, lost);

    assertThat(lostIn(text)).hasSize(rule.contains("count: 2") ? 2 : 1);
  }
}
