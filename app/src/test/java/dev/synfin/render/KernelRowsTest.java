package dev.synfin.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.KernelSample.AcceptQueue;
import dev.synfin.timeline.KernelSample.KernelSocket;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kernels' rows between a ladder's packets. */
class KernelRowsTest {
  private static final String LATE_ACCEPT =
      """
       0.000 > S  0:0(0) win 64240          | SYN-SENT -
      +0.001 < S. 0:0(0) ack 1 win 65160    | SYN-SENT SYN-RECEIVED
      +0.001 > .  1:1(0) ack 1              | ESTABLISHED ESTABLISHED
      +1.000 > P. 1:6(5) ack 1 "hello"      | = =
      """;

  private final List<KernelSample> samples = new ArrayList<>();

  private KernelRowsTest at(int ms, Side side, Map<String, Long> states) {
    return at(ms, side, states, Map.of(), Map.of(), List.of());
  }

  private KernelRowsTest at(
      int ms,
      Side side,
      Map<String, Long> states,
      Map<String, AcceptQueue> queues,
      Map<String, Long> counters,
      List<KernelSocket> sockets) {
    var at = TraceFixture.START.plusMillis(ms);
    samples.add(
        new KernelSample(at, side, states, queues, null, null, null, counters, sockets, states));
    return this;
  }

  private List<String> rows() {
    return rows(TraceFixture.timeline(TraceFixture.connection(LATE_ACCEPT)).withKernel(samples));
  }

  private static List<String> rows(Timeline timeline) {
    return Ladders.render(timeline, RenderOptions.DEFAULT)
        .lines()
        .filter(line -> line.contains("kernel: ") || line.contains("Overflows"))
        .filter(line -> !line.contains("at the most"))
        .map(line -> line.strip().replaceAll("[ │]+", " ").strip())
        .toList();
  }

  @Test
  void aSampleStandsWhereItWasTakenOnItsSide() {
    at(500, Side.CLIENT, Map.of("ESTABLISHED", 1L));
    at(501, Side.SERVER, Map.of("ESTABLISHED", 1L, "LISTEN", 1L));

    assertThat(rows())
        .containsExactly("500.000 kernel: ESTABLISHED", "501.000 kernel: ESTABLISHED");
  }

  @Test
  void aSampleThatSaysTheSameTakesNoRow() {
    at(200, Side.SERVER, Map.of("ESTABLISHED", 2L, "SYN_RECV", 1L));
    at(400, Side.SERVER, Map.of("ESTABLISHED", 2L, "SYN_RECV", 1L));
    at(600, Side.SERVER, Map.of("ESTABLISHED", 3L));

    assertThat(rows())
        .containsExactly(
            "200.000 kernel: ESTABLISHED 2, SYN_RECV 1", "600.000 kernel: ESTABLISHED 3");
  }

  @Test
  void queuesAndCountersStandBesideTheSockets() {
    var connection = TraceFixture.connection(LATE_ACCEPT);
    var own =
        new KernelSocket(
            connection.server().text(),
            connection.client().text(),
            "ESTABLISHED",
            0L,
            5L,
            1L,
            null);
    var queue = Map.of(String.valueOf(connection.server().port()), new AcceptQueue(2L, 1L));
    at(100, Side.SERVER, Map.of(), Map.of(), Map.of("ListenOverflows", 1L), List.of());
    at(
        300,
        Side.SERVER,
        Map.of("ESTABLISHED", 1L),
        queue,
        Map.of("ListenOverflows", 4L),
        List.of(own));

    assertThat(rows())
        .containsExactly(
            "100.000 kernel: ListenOverflows +1",
            "300.000 kernel: ESTABLISHED, 5 B not read, accept queue 2 of",
            "1, ListenOverflows +3");
  }

  @Test
  void whatTheOneKernelOfBothEndsCountsIsToldOnce() {
    for (var side : Side.values()) {
      var states = Map.of("ESTABLISHED", 1L);
      at(100, side, states, Map.of(), Map.of("TCPTimeouts", 0L), List.of());
      at(300, side, states, Map.of(), Map.of("TCPTimeouts", 2L), List.of());
    }
    samples.sort(Comparator.comparing(KernelSample::at));
    var capture = TraceFixture.capture("lo", Capture.Vantage.LOOPBACK);
    var timeline =
        Timeline.of(List.of(capture), List.of(TraceFixture.connection(LATE_ACCEPT)))
            .withKernel(samples);

    assertThat(Ladders.render(timeline, RenderOptions.DEFAULT).split("TCPTimeouts \\+2", -1))
        .hasSize(2);
    assertThat(Ladders.render(timeline, RenderOptions.DEFAULT))
        .containsPattern("300.000 +│ +the kernel counts TCPTimeouts \\+2 +│")
        .contains(" The one kernel of both ends counted at the most: TCPTimeouts 2\n")
        .doesNotContain("The client's kernel", "The server's kernel");
    assertThat(rows(timeline))
        .containsExactly("100.000 kernel: ESTABLISHED", "100.000 kernel: ESTABLISHED");
  }

  @Test
  void theSocketsEndIsToldOnce() {
    at(300, Side.CLIENT, Map.of());
    at(500, Side.CLIENT, Map.of("TIME_WAIT", 1L));
    at(700, Side.CLIENT, Map.of());
    at(900, Side.CLIENT, Map.of());

    assertThat(rows()).containsExactly("500.000 kernel: TIME_WAIT", "700.000 kernel: no socket");
  }

  @Test
  void whatWasLongAfterwardsOrBeforeIsNotThisConnections() {
    at(-100, Side.CLIENT, Map.of("SYN_SENT", 1L));
    at(2000, Side.CLIENT, Map.of("FIN_WAIT2", 1L));

    assertThat(rows()).isEmpty();
  }
}
