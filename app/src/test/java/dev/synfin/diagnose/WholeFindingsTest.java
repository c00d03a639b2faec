package dev.synfin.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
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
  void handshakesThatEndDoNotNorDoAFew() {
    assertThat(Diagnosed.trace(handshakes(16, "+0.0001 > .  1:1(0) ack 1")).found()).isEmpty();
    assertThat(Diagnosed.trace(handshakes(15, "")).found()).isEmpty();
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
      recent.add(Instant.ofEpochSecond(3600L * i));
    }
    assertThat(recent.peak()).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      recent.add(Instant.ofEpochSecond(1_000_000 + i));
    }
    assertThat(recent.peak()).isEqualTo(60);
  }

  @Test
  void aConnectWithoutAPortIsPortExhaustion() {
    assertThat(failing("EADDRNOTAVAIL")).containsExactly("port-exhaustion");
    assertThat(failing("ECONNREFUSED")).isEmpty();
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
