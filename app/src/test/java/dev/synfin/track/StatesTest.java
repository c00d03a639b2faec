package dev.synfin.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatesTest {
  private static final String OPEN =
      """
       0.000 > S  0:0(0)
      +0.001 < S. 0:0(0) ack 1
      +0.001 > .  1:1(0) ack 1
      """;

  @Test
  void aThreeWayHandshakeEstablishesBothEnds() {
    assertThat(Trace.of(OPEN).states())
        .containsExactly("SYN-SENT -", "ESTABLISHED SYN-RECEIVED", "ESTABLISHED ESTABLISHED");
  }

  @Test
  void whoClosesFirstEndsInTimeWaitAfterFourSegments() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < .  1:1(0) ack 2
                +0.100 < F. 1:1(0) ack 2
                +0.001 > .  2:2(0) ack 2
                """);
    assertThat(trace.states().subList(3, 7))
        .containsExactly(
            "FIN-WAIT-1 CLOSE-WAIT",
            "FIN-WAIT-2 CLOSE-WAIT",
            "TIME-WAIT LAST-ACK",
            "TIME-WAIT CLOSED");
  }

  @Test
  void aFinThatAcknowledgesTheOtherSkipsFinWait2() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < F. 1:1(0) ack 2
                +0.001 > .  2:2(0) ack 2
                """);
    assertThat(trace.states().subList(3, 6))
        .containsExactly("FIN-WAIT-1 CLOSE-WAIT", "TIME-WAIT LAST-ACK", "TIME-WAIT CLOSED");
  }

  @Test
  void theServerIsLeftInTimeWaitWhereItClosesFirst() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 < F. 1:1(0) ack 1
                +0.001 > F. 1:1(0) ack 2
                +0.001 < .  2:2(0) ack 2
                """);
    assertThat(trace.last().states()).isEqualTo("CLOSED TIME-WAIT");
  }

  @Test
  void dataGoesOnAfterAHalfClose() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < .  1:1(0) ack 2
                +0.010 < P. 1:8(7) ack 2
                +0.001 > .  2:2(0) ack 8
                """);
    assertThat(trace.last().states()).isEqualTo("FIN-WAIT-2 CLOSE-WAIT");
  }

  @Test
  void finsThatCrossLeadThroughClosingToTimeWait() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < F. 1:1(0) ack 1
                +0.001 < .  2:2(0) ack 2
                +0.001 > .  2:2(0) ack 2
                """);
    assertThat(trace.states().subList(3, 7))
        .containsExactly(
            "FIN-WAIT-1 CLOSE-WAIT",
            "CLOSING FIN-WAIT-1",
            "TIME-WAIT CLOSING",
            "TIME-WAIT TIME-WAIT");
  }

  @Test
  void synsThatCrossMakeBothEndsSynReceived() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < S  0:0(0)
            +0.001 > S. 0:0(0) ack 1
            +0.001 < S. 0:0(0) ack 1
            +0.001 > .  1:1(0) ack 1
            +0.001 < .  1:1(0) ack 1
            """);
    assertThat(trace.states())
        .containsExactly(
            "SYN-SENT -",
            "SYN-RECEIVED SYN-SENT",
            "SYN-RECEIVED ESTABLISHED", // as the SYN+ACK could have arrived
            "ESTABLISHED SYN-RECEIVED", // but had not when the other left
            "ESTABLISHED ESTABLISHED",
            "ESTABLISHED ESTABLISHED");
  }

  @Test
  void aSynAckAfterTheHandshakeShowsThatItsAcknowledgementDidNotArrive() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > P. 1:6(5) ack 1
                +1.000 < S. 0:0(0) ack 1
                +0.001 > .  6:6(0) ack 1
                """);
    assertThat(trace.states().subList(3, 6))
        .containsExactly(
            "ESTABLISHED ESTABLISHED", "ESTABLISHED SYN-RECEIVED", "ESTABLISHED ESTABLISHED");
  }

  @Test
  void anEndThatGoesOnAfterItsSynAckHadTheAcknowledgementAfterAll() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 < S. 0:0(0) ack 1
                +0.001 < P. 1:6(5) ack 1
                """);
    assertThat(trace.states().subList(3, 5))
        .containsExactly("ESTABLISHED SYN-RECEIVED", "ESTABLISHED ESTABLISHED");
  }

  @Test
  void whoSendsDataOnItsSynIsAnsweredBeforeTheHandshakeEnds() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:5(5) <FO>
            +0.001 < S. 0:0(0) ack 6
            +0.001 < P. 1:11(10) ack 6
            +0.001 > .  6:6(0) ack 11
            """);
    assertThat(trace.states())
        .containsExactly(
            "SYN-SENT -",
            "ESTABLISHED SYN-RECEIVED",
            "ESTABLISHED SYN-RECEIVED",
            "ESTABLISHED ESTABLISHED");
  }

  @Test
  void anAcknowledgementThatDoesNotCoverTheSynEstablishesNothing() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < S. 0:0(0) ack 1
            +0.001 > .  1:1(0) ack 0
            """);
    assertThat(trace.last().states()).isEqualTo("ESTABLISHED SYN-RECEIVED");
  }

  @Test
  void aSynAckThatDoesNotCoverTheSynIsNotAccepted() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < S. 0:0(0) ack 0
            """);
    assertThat(trace.last().states()).isEqualTo("SYN-SENT SYN-RECEIVED");
  }

  @Test
  void anUnacceptableAcknowledgementDrawsAResetThatClosesNothing() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < S. 0:0(0) ack 1
            +0.001 > .  1:1(0) ack 7000
            +0.001 < R  7000:7000(0)
            """);
    assertThat(trace.states().get(2)).endsWith(" SYN-RECEIVED");
    assertThat(trace.last().states()).endsWith(" SYN-RECEIVED");
  }

  @Test
  void anEndThatIsNotYetOpenAborts() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < S. 0:0(0) ack 1
            +0.001 < R. 1:1(0) ack 1
            """);
    assertThat(trace.last().states()).isEqualTo("CLOSED CLOSED");
  }

  @Test
  void aFinMayComeBeforeTheHandshakeEnds() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < S. 0:0(0) ack 1
            +0.001 < F. 1:1(0) ack 1
            +0.001 > .  1:1(0) ack 2
            """);
    assertThat(trace.states().subList(2, 4))
        .containsExactly("CLOSE-WAIT FIN-WAIT-1", "CLOSE-WAIT FIN-WAIT-2");
  }

  @Test
  void aResetThatAcknowledgesTheSynRefusesTheConnection() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < R. 0:0(0) ack 1
            """);
    assertThat(trace.last().states()).isEqualTo("CLOSED CLOSED");
  }

  @Test
  void aResetThatDoesNotAcknowledgeTheSynIsIgnored() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < R. 0:0(0) ack 70000
            """);
    assertThat(trace.last().states()).isEqualTo("SYN-SENT CLOSED");
    assertThat(trace.summary().teardown()).isNull();
  }

  @Test
  void aResetWithinTheWindowButNotAtItsBeginningIsChallenged() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 < R  500:500(0)
                """);
    assertThat(trace.last().states()).startsWith("ESTABLISHED ");
    assertThat(trace.summary().teardown()).isNull();
  }

  @Test
  void whoGoesOnAfterAResetThatDidNotCountWasNotItsSender() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 < R  500:500(0)
                +0.001 > .  1:1(0) ack 1
                +0.001 < P. 1:8(7) ack 1
                +0.001 > .  1:1(0) ack 8
                """);
    assertThat(trace.states().subList(3, 7))
        .containsExactly(
            "ESTABLISHED CLOSED",
            "ESTABLISHED CLOSED",
            "ESTABLISHED ESTABLISHED",
            "ESTABLISHED ESTABLISHED");
  }

  @Test
  void whoGoesOnAfterAResetMayHaveHadNoStateBefore() {
    var trace =
        Trace.of(
            """
             0.000 > P. 1000:1100(100) ack 900
            +0.001 < R  5000:5000(0)
            +0.001 < .  900:900(0) ack 1100
            """);
    assertThat(trace.states())
        .containsExactly("ESTABLISHED -", "ESTABLISHED CLOSED", "ESTABLISHED ESTABLISHED");
  }

  @Test
  void whatComesAfterAResetThatCountedOpensNothing() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 < R. 1:1(0) ack 1
                +0.001 < P. 1:8(7) ack 1
                """);
    assertThat(trace.last().states()).isEqualTo("CLOSED CLOSED");
  }

  @Test
  void aSegmentWithoutAcknowledgementIsDroppedByAnOpenEnd() {
    var trace = Trace.of(OPEN + "+0.001 > F 1:1(0)");
    assertThat(trace.last().states()).isEqualTo("ESTABLISHED ESTABLISHED");
  }

  @Test
  void aFinBelowWhatWasReceivedIsNone() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 101
                +0.001 > F. 20:20(0) ack 1
                +0.001 < .  1:1(0) ack 101
                """);
    assertThat(trace.last().states()).isEqualTo("ESTABLISHED ESTABLISHED");
  }

  @Test
  void anAcknowledgementOfWhatWasNotSentAcknowledgesNoFin() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < .  1:1(0) ack 5000
                """);
    assertThat(trace.last().states()).startsWith("FIN-WAIT-1 ");
  }

  @Test
  void aResetAtTheBeginningOfTheWindowClosesBothEnds() {
    var trace = Trace.of(OPEN + "+0.001 > R. 1:1(0) ack 1");
    assertThat(trace.last().states()).isEqualTo("CLOSED CLOSED");
  }

  @Test
  void aFinAfterAHoleIsReceivedOnlyWhenItIsAcknowledged() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > F. 101:101(0) ack 1
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 102
                """);
    assertThat(trace.states().subList(3, 6))
        .containsExactly(
            "FIN-WAIT-1 ESTABLISHED", "FIN-WAIT-1 ESTABLISHED", "FIN-WAIT-2 CLOSE-WAIT");
  }

  @Test
  void anEndWhoseBeginningIsMissingHasNoStateUntilItSends() {
    var trace =
        Trace.of(
            """
             0.000 > P. 1000:1100(100) ack 900
            +0.001 < .  900:900(0) ack 1100
            """);
    assertThat(trace.states()).containsExactly("ESTABLISHED -", "ESTABLISHED ESTABLISHED");
  }

  @Test
  void statesDoNotDependOnWhereTheNumbersBegin() {
    String text =
        OPEN
            + """
            +0.001 > P. 1:11(10) ack 1
            +0.001 > F. 11:11(0) ack 1
            +0.001 < F. 1:1(0) ack 12
            +0.001 > .  12:12(0) ack 2
            """;
    assertThat(Trace.withNumbers(text, -3, -2).states()).isEqualTo(Trace.of(text).states());
  }

  /** RFC 9293, 3.6.1: a SYN may begin another connection on the ends of one in TIME-WAIT. */
  @Test
  void aSynInTimeWaitBeginsAnotherConnectionFromTheStart() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < F. 1:1(0) ack 2
                +0.001 > .  2:2(0) ack 2
                +0.100 > S  90000:90000(0)
                +0.001 < S. 70000:70000(0) ack 90001
                +0.001 > .  90001:90001(0) ack 70001
                """);
    assertThat(trace.states().subList(6, 9))
        .containsExactly("SYN-SENT -", "ESTABLISHED SYN-RECEIVED", "ESTABLISHED ESTABLISHED");
    assertThat(trace.summary().clientState()).isEqualTo(TcpState.TIME_WAIT);
    assertThat(trace.summary().serverState()).isEqualTo(TcpState.CLOSED);
    assertThat(trace.summaries).hasSize(2);
  }

  /**
   * RFC 9293, 3.10.7.4, fourth: its receiver answers it with a challenge ACK and stays open.
   * Wireshark counts another stream from there; the one before is left as it was.
   */
  @Test
  void aSynIntoAnOpenConnectionClosesNoEndOfIt() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.100 > S  90000:90000(0)
                +0.001 < .  1:1(0) ack 1
                """);
    assertThat(trace.states().get(3)).isEqualTo("SYN-SENT -");
    assertThat(trace.states().get(4)).startsWith("SYN-SENT ");
    assertThat(trace.summary().clientState()).isEqualTo(TcpState.ESTABLISHED);
    assertThat(trace.summary().serverState()).isEqualTo(TcpState.ESTABLISHED);
  }
}
