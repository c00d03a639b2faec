package dev.synfin.track;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.track.Retransmission.Cause;
import org.junit.jupiter.api.Test;

class RetransmissionTest {
  private static final String OPEN =
      """
       0.000 > S  0:0(0)
      +0.010 < S. 0:0(0) ack 1
      +0.010 > .  1:1(0) ack 1
      """;
  private static final String OPEN_WITH_SACK =
      """
       0.000 > S  0:0(0) <sackOK>
      +0.010 < S. 0:0(0) ack 1 <sackOK>
      +0.010 > .  1:1(0) ack 1
      """;

  private static Retransmission last(String text) {
    return requireNonNull(Trace.of(text).last().retransmission());
  }

  @Test
  void aSynAgainNamesTheFirst() {
    var again = last("0.000 > S 0:0(0)\n1.000 > S 0:0(0)\n3.000 > S 0:0(0)");
    assertThat(again.cause()).isEqualTo(Cause.SYN);
    assertThat(again.of()).isEqualTo(1);
  }

  @Test
  void aSynAckAgainNamesTheFirst() {
    var again = last("0.000 > S 0:0(0)\n0.001 < S. 0:0(0) ack 1\n1.001 < S. 0:0(0) ack 1");
    assertThat(again.cause()).isEqualTo(Cause.SYN_ACK);
    assertThat(again.of()).isEqualTo(2);
  }

  @Test
  void theSynAckOfASimultaneousOpenIsNone() {
    var trace = Trace.of("0.000 > S 0:0(0)\n0.001 < S 0:0(0)\n0.002 > S. 0:0(0) ack 1");
    assertThat(trace.last().retransmission()).isNull();
  }

  @Test
  void aFinAgainNamesTheFirst() {
    var again = last(OPEN + "+0.001 > F. 1:1(0) ack 1\n+0.300 > F. 1:1(0) ack 1");
    assertThat(again.cause()).isEqualTo(Cause.FIN);
    assertThat(again.of()).isEqualTo(4);
  }

  @Test
  void theFirstOfSeveralAfterSilenceIsATimeout() {
    var again =
        last(
            OPEN_WITH_SACK
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.400 > P. 1:101(100) ack 1
                """);
    assertThat(again.cause()).isEqualTo(Cause.RTO);
    assertThat(again.of()).isEqualTo(4);
    assertThat(again.basis()).isEqualTo("not acknowledged for 401.0 ms");
  }

  @Test
  void whatFollowsATimeoutBelongsToItsRecovery() {
    var again =
        last(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.400 > P. 1:101(100) ack 1
                +0.020 < .  1:1(0) ack 101
                +0.000 > P. 101:201(100) ack 1
                """);
    assertThat(again.cause()).isEqualTo(Cause.RTO);
    assertThat(again.basis()).isEqualTo("recovery since frame 6");
  }

  @Test
  void theLastOfSeveralAfterTwoRoundTripsIsATailLossProbe() {
    var trace =
        Trace.of(
            OPEN_WITH_SACK
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.045 > P. 101:201(100) ack 1
                """);
    assertThat(requireNonNull(trace.last().retransmission()).cause())
        .isEqualTo(Cause.TAIL_LOSS_PROBE);
    assertThat(trace.last().probe()).isEqualTo(Probe.TAIL_LOSS);
  }

  @Test
  void withoutSackThereIsNoTailLossProbe() {
    var again =
        last(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.230 > P. 1:101(100) ack 1
                """);
    assertThat(again.cause()).isEqualTo(Cause.RTO);
  }

  @Test
  void threeDuplicateAcksMakeItFast() {
    var again =
        last(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.001 < .  1:1(0) ack 1
                +0.001 < .  1:1(0) ack 1
                +0.001 < .  1:1(0) ack 1
                +0.001 > P. 1:101(100) ack 1
                """);
    assertThat(again.cause()).isEqualTo(Cause.FAST);
    assertThat(again.basis()).isEqualTo("3 duplicate ACKs");
  }

  @Test
  void aSackOfLaterOctetsIsEvidenceOfItsOwn() {
    var again =
        last(
            OPEN_WITH_SACK
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.020 < .  1:1(0) ack 1 <sack 101:201>
                +0.001 > P. 1:101(100) ack 1
                """);
    assertThat(again.cause()).isEqualTo(Cause.RACK_OR_SACK);
  }

  @Test
  void withoutEvidenceThereIsNoCause() {
    var again =
        last(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.050 > P. 1:101(100) ack 1
                """);
    assertThat(again).isEqualTo(new Retransmission(4L, null, null));
  }

  @Test
  void whatTheCaptureLacksIsSentAgainOfNothing() {
    var again =
        last(
            OPEN
                + """
                +0.001 > P. 101:201(100) ack 1 id 50
                +0.400 > P. 1:101(100) ack 1 id 60
                """);
    assertThat(again.of()).isNull();
  }

  @Test
  void whatWasSentBeforeWhatOvertookItIsNotSentAgain() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > P. 101:201(100) ack 1 id 51
                +0.040 > P. 1:101(100) ack 1 id 50
                """);
    assertThat(trace.last().retransmission()).isNull();
  }

  @Test
  void anAcknowledgedSegmentIsStillKnown() {
    var again =
        last(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.020 < .  1:1(0) ack 101
                +0.300 > P. 1:101(100) ack 1
                """);
    assertThat(again.of()).isEqualTo(4);
  }

  @Test
  void aFrameThatTheCaptureHoldsTwiceIsACopy() {
    var said =
        Trace.of(
                OPEN
                    + """
                    +0.001    > P. 1:101(100) ack 1 id 77
                    +0.000002 > P. 1:101(100) ack 1 id 77
                    """)
            .last();
    assertThat(said.duplicateOf()).isEqualTo(4);
    assertThat(said.retransmission()).isNull();
  }

  @Test
  void aCopyIsRecognisedBehindOtherFrames() {
    var said =
        Trace.of(
                OPEN
                    + """
                    +0.001    > .  1:101(100) ack 1 id 77
                    +0.000002 > P. 101:201(100) ack 1 id 78
                    +0.000002 > .  1:101(100) ack 1 id 77
                    """)
            .last();
    assertThat(said.duplicateOf()).isEqualTo(4);
  }

  @Test
  void theSameOctetsInAnotherPacketAreNoCopy() {
    var said =
        Trace.of(
                OPEN
                    + """
                    +0.001 > P. 1:101(100) ack 1 id 77
                    +0.001 > P. 1:101(100) ack 1 id 78
                    """)
            .last();
    assertThat(said.duplicateOf()).isZero();
  }

  @Test
  void anEmptySegmentOneBeforeTheNextKeepsAlive() {
    var said = Trace.of(OPEN + "+1.000 > .  0:0(0) ack 1").last();
    assertThat(said.probe()).isEqualTo(Probe.KEEP_ALIVE);
  }

  @Test
  void theSameAgainstAClosedWindowProbesIt() {
    var said =
        Trace.of(
                OPEN
                    + """
                    +0.001 > P. 1:101(100) ack 1
                    +0.001 < .  1:1(0) ack 101 win 0
                    +0.300 > .  100:100(0) ack 1
                    """)
            .last();
    assertThat(said.probe()).isEqualTo(Probe.WINDOW);
  }

  @Test
  void oneOctetThatIsNotAcknowledgedIsSentAgainAndNoProbe() {
    var said =
        Trace.of(
                OPEN
                    + """
                    +0.001 > P. 1:2(1) ack 1
                    +0.400 > P. 1:2(1) ack 1
                    """)
            .last();
    assertThat(said.probe()).isNull();
    assertThat(said.retransmission()).isNotNull();
  }

  @Test
  void retransmissionsAreCountedForTheirSender() {
    var trace = Trace.of("0.000 > S 0:0(0)\n1.000 > S 0:0(0)\n3.000 > S 0:0(0)");
    assertThat(trace.summary().clientTraffic().retransmittedFrames()).isEqualTo(2);
  }
}
