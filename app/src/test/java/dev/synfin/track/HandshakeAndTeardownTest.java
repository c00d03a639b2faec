package dev.synfin.track;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeAndTeardownTest {
  private static final String OPEN =
      """
       0.000 > S  0:0(0) <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>
      +0.002 < S. 0:0(0) ack 1 <mss 1400,sackOK,wscale 5>
      +0.003 > .  1:1(0) ack 1
      """;

  private static Handshake handshake(String text) {
    return requireNonNull(Trace.of(text).summary().handshake());
  }

  private static Teardown teardown(String text) {
    return requireNonNull(Trace.of(text).summary().teardown());
  }

  @Test
  void aThreeWayHandshakeHasThreeFramesAndTheTimesBetweenThem() {
    var handshake = handshake(OPEN);
    assertThat(handshake.kind()).isEqualTo(Handshake.Kind.THREE_WAY);
    assertThat(handshake.frames()).isEqualTo(new Handshake.Frames(1L, 2L, 3L));
    assertThat(handshake.synToSynAckNs()).isEqualTo(2_000_000);
    assertThat(handshake.synAckToAckNs()).isEqualTo(3_000_000);
    assertThat(handshake.rttNs()).isEqualTo(5_000_000);
  }

  @Test
  void whatEachEndOfferedIsKept() {
    var handshake = handshake(OPEN);
    assertThat(handshake.clientOptions())
        .isEqualTo(new Handshake.Options(1460, 7, true, true, false));
    assertThat(handshake.serverOptions())
        .isEqualTo(new Handshake.Options(1400, 5, true, false, false));
  }

  @Test
  void ofRetransmittedSynsTheOneThatWasAnsweredCounts() {
    var handshake =
        handshake(
            """
             0.000 > S  0:0(0)
             1.000 > S  0:0(0)
            +0.002 < S. 0:0(0) ack 1
            +0.003 > .  1:1(0) ack 1
            """);
    assertThat(handshake.frames().syn()).isEqualTo(2);
    assertThat(handshake.synRetransmissions()).isEqualTo(1);
    assertThat(handshake.rttNs()).isEqualTo(5_000_000);
  }

  @Test
  void ofRetransmittedSynAcksTheOneThatWasAcknowledgedCounts() {
    var handshake =
        handshake(
            """
             0.000 > S  0:0(0)
            +0.002 < S. 0:0(0) ack 1
             1.002 < S. 0:0(0) ack 1
            +0.003 > .  1:1(0) ack 1
            """);
    assertThat(handshake.frames().synAck()).isEqualTo(3);
    assertThat(handshake.synAckRetransmissions()).isEqualTo(1);
  }

  @Test
  void aSynWithoutAnAnswerIsIncomplete() {
    assertThat(handshake("0.000 > S 0:0(0)").kind()).isEqualTo(Handshake.Kind.INCOMPLETE);
  }

  @Test
  void aSynThatComesEverAgainIsStillAHandshake() {
    var text = new StringBuilder("0.000 > S 0:0(0)\n");
    for (int i = 1; i < 40_000; i++) {
      text.append("+0.001 > S 0:0(0)\n");
    }
    var handshake = handshake(text.toString());
    assertThat(handshake.kind()).isEqualTo(Handshake.Kind.INCOMPLETE);
    assertThat(handshake.synRetransmissions()).isEqualTo(39_999);
  }

  @Test
  void aSynAnsweredByAResetIsRefused() {
    String text =
        """
         0.000 > S  0:0(0)
        +0.001 < R. 0:0(0) ack 1
        """;
    assertThat(handshake(text).kind()).isEqualTo(Handshake.Kind.REFUSED);
    assertThat(teardown(text).kind()).isEqualTo(Teardown.Kind.RESET);
    assertThat(teardown(text).by()).isEqualTo(Side.SERVER);
  }

  @Test
  void crossingSynsAreASimultaneousOpen() {
    var handshake =
        handshake(
            """
             0.000 > S  0:0(0)
            +0.001 < S  0:0(0)
            +0.001 > S. 0:0(0) ack 1
            +0.001 < S. 0:0(0) ack 1
            """);
    assertThat(handshake.kind()).isEqualTo(Handshake.Kind.SIMULTANEOUS);
    assertThat(handshake.synAckRetransmissions()).isZero();
  }

  @Test
  void dataOnTheSynThatIsTakenIsAFastOpen() {
    var handshake =
        handshake(
            """
             0.000 > S  0:0(5) <FO>
            +0.001 < S. 0:0(0) ack 6
            +0.001 > .  6:6(0) ack 1
            """);
    assertThat(handshake.kind()).isEqualTo(Handshake.Kind.FAST_OPEN);
  }

  @Test
  void withoutASynThereIsNoHandshake() {
    assertThat(Trace.of("0.000 > . 1:1(0) ack 1").summary().handshake()).isNull();
  }

  @Test
  void fourSegmentsCloseWhereTheServerWaits() {
    var teardown =
        teardown(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < .  1:1(0) ack 2
                +0.100 < F. 1:1(0) ack 2
                +0.001 > .  2:2(0) ack 2
                """);
    assertThat(teardown.kind()).isEqualTo(Teardown.Kind.FIN);
    assertThat(teardown.initiator()).isEqualTo(Side.CLIENT);
    assertThat(teardown.frames()).isEqualTo(new Teardown.Frames(4L, 5L, 6L, 7L));
    assertThat(teardown.segments()).isEqualTo(4);
    assertThat(teardown.halfClosedNs()).isEqualTo(101_000_000);
    assertThat(teardown.timeWait()).isEqualTo(Side.CLIENT);
  }

  @Test
  void threeSegmentsCloseWhereTheFinCarriesTheAcknowledgement() {
    var teardown =
        teardown(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < F. 1:1(0) ack 2
                +0.001 > .  2:2(0) ack 2
                """);
    assertThat(teardown.frames()).isEqualTo(new Teardown.Frames(4L, 5L, 5L, 6L));
    assertThat(teardown.segments()).isEqualTo(3);
  }

  @Test
  void oneFinAloneIsHalfClosed() {
    var teardown =
        teardown(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < .  1:1(0) ack 2
                """);
    assertThat(teardown.kind()).isEqualTo(Teardown.Kind.HALF_CLOSED);
    assertThat(teardown.frames()).isEqualTo(new Teardown.Frames(4L, 5L, null, null));
  }

  @Test
  void finsThatCrossAreSimultaneousAndTheFirstIsTheInitiators() {
    var teardown =
        teardown(
            OPEN
                + """
                +0.001 < F. 1:1(0) ack 1
                +0.001 > F. 1:1(0) ack 1
                +0.001 > .  2:2(0) ack 2
                +0.001 < .  2:2(0) ack 2
                """);
    assertThat(teardown.kind()).isEqualTo(Teardown.Kind.SIMULTANEOUS);
    assertThat(teardown.initiator()).isEqualTo(Side.SERVER);
    assertThat(teardown.timeWait()).isEqualTo(Side.SERVER);
  }

  @Test
  void aResetAfterAFinKeepsTheFin() {
    var teardown =
        teardown(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < .  1:1(0) ack 2
                +0.001 < R. 1:1(0) ack 2
                """);
    assertThat(teardown.kind()).isEqualTo(Teardown.Kind.RESET);
    assertThat(teardown.by()).isEqualTo(Side.SERVER);
    assertThat(teardown.frame()).isEqualTo(6);
    assertThat(teardown.initiator()).isEqualTo(Side.CLIENT);
  }

  @Test
  void aResetAfterBothEndsClosedEndsNothing() {
    var teardown =
        teardown(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < F. 1:1(0) ack 2
                +0.001 > .  2:2(0) ack 2
                +0.001 < R  2:2(0)
                """);
    assertThat(teardown.kind()).isEqualTo(Teardown.Kind.FIN);
  }

  @Test
  void aFinThatItsReceiverDropsClosesNothing() {
    for (String dropped :
        new String[] {
          "+0.001 > F 6:6(0)\n", // without ACK
          "+0.001 > F. 3:3(0) ack 1\n", // below what was received
          "+0.001 < FR 900:900(0)\n" // its reset is challenged
        }) {
      var trace =
          Trace.of(OPEN + "+0.001 > P. 1:6(5) ack 1\n" + dropped + "+0.001 < . 1:1(0) ack 6");
      assertThat(trace.last().states()).isEqualTo("ESTABLISHED ESTABLISHED");
      assertThat(trace.last().phase()).isEqualTo(Phase.DATA);
      assertThat(trace.summary().teardown()).isNull();
    }
  }

  @Test
  void aFinThatItsReceiverDropsIsNoAnswerToTheOther() {
    var teardown =
        teardown(
            OPEN
                + """
                +0.001 > F. 1:1(0) ack 1
                +0.001 < .  1:1(0) ack 2
                +0.001 < F  1:1(0)
                """);
    assertThat(teardown.kind()).isEqualTo(Teardown.Kind.HALF_CLOSED);
    assertThat(teardown.frames()).isEqualTo(new Teardown.Frames(4L, 5L, null, null));
  }

  @Test
  void aFinOfAnEndOfWhichNothingIsKnownCloses() {
    assertThat(teardown("0.000 > F 1:1(0)").kind()).isEqualTo(Teardown.Kind.HALF_CLOSED);
    assertThat(teardown("0.000 > F. 9:9(0) ack 7").kind()).isEqualTo(Teardown.Kind.HALF_CLOSED);
    String missed =
        """
         0.000 > P. 1:101(100) ack 1
        +0.001 > F. 701:701(0) ack 1
        +0.001 < F. 1:1(0) ack 702
        +0.001 > .  702:702(0) ack 2
        """;
    assertThat(teardown(missed).kind()).isEqualTo(Teardown.Kind.FIN);
    assertThat(teardown(missed).frames()).isEqualTo(new Teardown.Frames(2L, 3L, 3L, 4L));
  }

  @Test
  void aConnectionHasThreePhases() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > P. 1:6(5) ack 1
                +0.001 < .  1:1(0) ack 6
                +0.001 > F. 6:6(0) ack 1
                +0.001 < P. 1:3(2) ack 7
                """);
    assertThat(trace.segments.stream().map(Trace.Said::phase))
        .containsExactly(
            Phase.HANDSHAKE,
            Phase.HANDSHAKE,
            Phase.HANDSHAKE,
            Phase.DATA,
            Phase.DATA,
            Phase.TEARDOWN,
            Phase.TEARDOWN);
  }
}
