package dev.synfin.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.KernelSample.Basis;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Findings of all connections together. */
class WholeFindingsTest {

  private static String handshakes(int number, String last) {
    var trace = new StringBuilder();
    for (int i = 0; i < number; i++) {
      trace.append(
          String.format(
              Locale.ROOT,
              " 0.%03d > S  0:0(0) win 64240 <mss 1460> ports %d/8080%n"
                  + "+0.0001 < S. 0:0(0) ack 1 win 65160 <mss 1460>%n%s%n",
              i,
              40_000 + i,
              last));
    }
    return trace.toString();
  }

  private static KernelSample sample(Map<String, Long> states, Map<String, Long> counters) {
    return new KernelSample(
        Instant.EPOCH,
        Side.SERVER,
        states,
        Map.of("8080", new KernelSample.AcceptQueue(2L, 1L)),
        null,
        null,
        null,
        counters,
        null);
  }

  private static List<String> of(Map<String, Long> states, Map<String, Long> counters) {
    return Diagnosis.begin().ofTheWhole(List.of(sample(states, counters)), List.of()).stream()
        .map(Finding::id)
        .toList();
  }

  @Test
  void handshakesThatStayHalfOpenPressTheBacklog() {
    var pressed = Diagnosed.trace(handshakes(16, ""));

    assertThat(pressed.timeline.findings()).hasSize(1);
    Finding found = pressed.timeline.findings().getFirst();
    assertThat(found.id()).isEqualTo("syn-backlog-pressure");
    assertThat(found.explanation())
        .startsWith("16 handshakes of 16 at 10.0.0.2:8080 stayed half open")
        .contains("one source, 10.0.0.1");
    assertThat(found.evidence()).startsWith(2L, 4L, 6L);
  }

  @Test
  void theSourcesOfHalfOpenHandshakesAreCounted() {
    Connection half =
        TraceFixture.connection(
            """
             0.000 > S  0:0(0)          | SYN-SENT -
            +0.001 < S. 0:0(0) ack 1    | = SYN-RECEIVED
            """);
    var diagnosis = Diagnosis.begin();
    for (int i = 0; i < 16; i++) {
      diagnosis.add(half.withEnds(new Endpoint("192.0.2." + i, 40_000, null), half.server()), null);
    }

    assertThat(diagnosis.ofTheWhole(List.of(), List.of()))
        .singleElement()
        .satisfies(f ->
            assertThat(f.explanation()).startsWith("16 handshakes").contains("from 16 sources."));
  }

  @Test
  void aHundredSynsWithoutAnyAnswerPressItToo() {
    assertThat(Diagnosed.trace(syns(100)).why())
        .startsWith("0 handshakes of 100 at 10.0.0.2:8080 stayed half open")
        .contains("100 SYNs got no answer");
    assertThat(Diagnosed.trace(syns(99)).found()).isEmpty();
  }

  private static String syns(int number) {
    return handshakes(number, "").replaceAll("(?m)^\\+0\\.0001 < S.*$", "");
  }

  @Test
  void handshakesThatEndDoNotNorDoAFew() {
    assertThat(Diagnosed.trace(handshakes(16, "+0.0001 > .  1:1(0) ack 1")).found()).isEmpty();
    assertThat(Diagnosed.trace(handshakes(15, "")).found()).isEmpty();
  }

  @Test
  void handshakesThatEndedAndWhoseFinWasLostDoNotEither() {
    String finLost = "+0.0001 > .  1:1(0) ack 1\n+0.0001 < F. 1:1(0) ack 1\n";
    String ackLost = "+0.0001 > F. 1:1(0) ack 1\n+0.0001 < .  1:1(0) ack 2\n";

    assertThat(Diagnosed.trace(handshakes(16, finLost)).found()).isEmpty();
    assertThat(Diagnosed.trace(handshakes(16, ackLost)).found()).isEmpty();
  }

  @Test
  void theKernelsCountersTellOfBothQueues() {
    assertThat(of(Map.of("SYN_RECV", 64L), Map.of())).containsExactly("syn-backlog-pressure");
    assertThat(of(Map.of("SYN_RECV", 3L), Map.of())).isEmpty();
    assertThat(of(Map.of(), Map.of("SyncookiesSent", 1L))).containsExactly("syn-backlog-pressure");
    assertThat(of(Map.of(), Map.of("ListenOverflows", 3L)))
        .containsExactly("accept-queue-overflow");
    assertThat(of(Map.of(), Map.of("ListenOverflows", 0L))).isEmpty();
  }

  @Test
  void countersOfOthersInTheSameNamespaceAreNotThisPortsTrouble() {
    var counters = Map.of("ListenOverflows", 3L, "SyncookiesSent", 40L);

    assertThat(ofThePort(Map.of("LISTEN", 1L), 0, counters)).isEmpty();
    assertThat(ofThePort(Map.of("SYN_RECV", 1L), 2, counters))
        .containsExactlyInAnyOrder("syn-backlog-pressure", "accept-queue-overflow");
    assertThat(ofThePort(Map.of("SYN_RECV", 1L), 2, Map.of())).isEmpty();
  }

  /** The port's own states, and how many wait at it with a backlog of 1. */
  private static List<String> ofThePort(
      Map<String, Long> own, long waiting, Map<String, Long> counters) {
    var sample =
        new KernelSample(
            Instant.EPOCH,
            Side.SERVER,
            Map.of("SYN_RECV", 500L),
            Map.of("8080", new KernelSample.AcceptQueue(waiting, 1L)),
            null,
            null,
            null,
            counters,
            null,
            own);
    return Diagnosis.begin().ofTheWhole(List.of(sample), List.of()).stream()
        .map(Finding::id)
        .toList();
  }

  @Test
  void synAcksRepeatedThoughAcknowledgedLookLikeAFullAcceptQueue() {
    String dropped = "+0.0001 > .  1:1(0) ack 1\n+1.0 < S. 0:0(0) ack 1 win 65160 <mss 1460>";
    String lost = "+1.0 < S. 0:0(0) ack 1 win 65160 <mss 1460>\n+0.0001 > .  1:1(0) ack 1";

    assertThat(Diagnosed.trace(handshakes(2, dropped)).timeline.findings())
        .extracting(Finding::id)
        .containsExactly("accept-queue-overflow");
    assertThat(Diagnosed.trace(handshakes(2, lost)).timeline.findings()).isEmpty();
  }

  @Test
  void aThousandClosesInAMinutePileUp() {
    assertThat(Diagnosed.trace(closes(1000)).found()).hasSize(1);
    assertThat(Diagnosed.trace(closes(1000)).why())
        .startsWith("10.0.0.2 closed first, as the server, and had 1,000 sockets in TIME-WAIT");
    assertThat(Diagnosed.trace(closes(999)).found()).isEmpty();
  }

  @Test
  void aClientThatClosesFirstIsNamed() {
    String byTheClient =
        closes(1000)
            .replace("> F. 1:1(0) ack 2", "< F. 1:1(0) ack 2")
            .replace("< F. 1:1(0) ack 1", "> F. 1:1(0) ack 1")
            .replace("< .  2:2(0) ack 2", "> .  2:2(0) ack 2");

    assertThat(Diagnosed.trace(byTheClient).why())
        .startsWith("10.0.0.1 closed first, as the client, and had 1,000 sockets in TIME-WAIT");
  }

  /** The kernel has one socket for each pair of ends: a SYN takes it over from its TIME-WAIT. */
  @Test
  void aPortThatIsUsedAgainWithinTheMinuteIsOneSocketInTimeWait() {
    String again =
        closes(1)
            .replaceAll("(\\d):\\1\\(0\\)", "900$1:900$1(0)")
            .replaceAll("ack (\\d)", "ack 900$1");
    String anew = closes(1000) + again;
    assertThat(Diagnosed.trace(anew).timeline.connections()).hasSize(1001);
    assertThat(Diagnosed.trace(anew).why()).contains("had 1,000 sockets in TIME-WAIT within");

    String nearly = anew.replaceAll("ports 40999/", "ports 40998/");
    assertThat(Diagnosed.trace(nearly).timeline.connections()).hasSize(1001);
    assertThat(Diagnosed.trace(nearly).found()).isEmpty();
  }

  @Test
  void theMemoryOfAPileIsAssumedOnlyWhereNoKernelToldIt() {
    assertThat(memory(Basis.MEASURED))
        .endsWith(
            "within one minute. The kernel had 900 sockets in TIME_WAIT at the most, in 252,000"
                + " octets of memory.");
    assertThat(memory(Basis.ASSUMED))
        .endsWith("about 250 KiB of its kernel's memory, if one takes 256 octets.");
  }

  private static String memory(Basis basis) {
    var states = Map.of("TIME_WAIT", 900L);
    var sample =
        new KernelSample(
            Instant.EPOCH,
            Side.SERVER,
            states,
            Map.of(),
            null,
            252_000L,
            basis,
            Map.of(),
            null,
            states);
    return Diagnosed.trace(closes(1000), List.of(sample)).why();
  }

  private static String closes(int number) {
    return handshakes(
            number,
            """
            +0.0001 > .  1:1(0) ack 1
            +0.0001 < F. 1:1(0) ack 1
            +0.0001 > F. 1:1(0) ack 2
            +0.0001 < .  2:2(0) ack 2\
            """)
        .replaceAll("(?m)^ 0\\.(\\d+) ", "+0.0100 ");
  }

  @Test
  void closesThatAreAnHourApartDoNotPileUp() {
    var recent = new Recent();
    for (int i = 0; i < 100; i++) {
      recent.add(3600L * i);
    }
    assertThat(recent.peak()).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      recent.add(1_000_000 + i);
    }
    assertThat(recent.peak()).isEqualTo(60);
  }

  @Test
  void aConnectWithoutAPortIsPortExhaustion() {
    assertThat(failing("EADDRNOTAVAIL")).containsExactly("port-exhaustion");
    assertThat(failing("ECONNREFUSED")).isEmpty();
  }

  @Test
  void nearlyAllPortsInTimeWaitAreAboutToBeExhausted() {
    assertThat(closedByTheClient(25_000))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
          assertThat(f.explanation())
              .startsWith(
                  "From 10.0.0.1 to 10.0.0.2:8080, 25,000 ports were in TIME-WAIT within one");
        });
    assertThat(closedByTheClient(24_999)).isEmpty();
  }

  @Test
  void oneAndTheSamePortInTimeWaitAgainAndAgainIsNoExhaustion() {
    assertThat(closedByTheClient(25_000, 100)).isEmpty();
  }

  @Test
  void aPortThatIsLeftToTheServersTimeWaitIsFreeAgain() {
    Connection byClient = TraceFixture.connection(CLOSED_BY_THE_CLIENT);
    Connection byServer =
        TraceFixture.connection(
            CLOSED_BY_THE_CLIENT
                .replace("> F. 1:1(0) ack 1", "< F. 1:1(0) ack 1")
                .replace("< F. 1:1(0) ack 2", "> F. 1:1(0) ack 2"));
    var diagnosis = Diagnosis.begin();
    for (int i = 0; i < 25_000; i++) {
      var client = new Endpoint(byClient.client().address(), 32_768 + i, null);
      diagnosis.add(byClient.withEnds(client, byClient.server()), null);
      if (i == 0) {
        diagnosis.add(byServer.withEnds(client, byClient.server()), null);
      }
    }

    assertThat(diagnosis.ofTheWhole(List.of(), List.of()))
        .extracting(Finding::id)
        .doesNotContain("port-exhaustion");
  }

  private static final String CLOSED_BY_THE_CLIENT =
      """
       0.000 > S  0:0(0)
      +0.001 < S. 0:0(0) ack 1
      +0.001 > F. 1:1(0) ack 1
      +0.001 < F. 1:1(0) ack 2
      """;

  private static List<Finding> closedByTheClient(int times) {
    return closedByTheClient(times, times);
  }

  private static List<Finding> closedByTheClient(int times, int ports) {
    Connection connection = TraceFixture.connection(CLOSED_BY_THE_CLIENT);
    var diagnosis = Diagnosis.begin();
    for (int i = 0; i < times; i++) {
      var client = new Endpoint(connection.client().address(), 32_768 + i % ports, null);
      diagnosis.add(connection.withEnds(client, connection.server()), null);
    }
    return diagnosis.ofTheWhole(List.of(), List.of()).stream()
        .filter(f -> f.id().equals("port-exhaustion"))
        .toList();
  }

  private static List<String> failing(String error) {
    var call =
        new CallEvent(
            Side.CLIENT,
            null,
            Instant.EPOCH,
            1L,
            "connect",
            List.of(),
            null,
            error,
            1L,
            3,
            null,
            null);
    return Diagnosis.begin().ofTheWhole(List.of(), List.of(call)).stream()
        .map(Finding::id)
        .toList();
  }
}
