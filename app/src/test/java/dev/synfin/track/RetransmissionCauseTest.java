package dev.synfin.track;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.track.Retransmission.Cause;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each cause where the evidence allows it, and where it nearly does. */
class RetransmissionCauseTest {
  /** At the client: 20 ms to the server and back. */
  private static final String OPEN =
      """
       0.000 > S  0:0(0)
      +0.020 < S. 0:0(0) ack 1
      +0.000 > .  1:1(0) ack 1
      """;

  private static final String OPEN_WITH_SACK =
      """
       0.000 > S  0:0(0) <sackOK>
      +0.020 < S. 0:0(0) ack 1 <sackOK>
      +0.000 > .  1:1(0) ack 1
      """;

  private static final String THREE_SENT =
      """
      +0.001 > P. 1:101(100) ack 1
      +0.001 > P. 101:201(100) ack 1
      +0.001 > P. 201:301(100) ack 1
      """;

  private static @Nullable Cause cause(String text) {
    return requireNonNull(Trace.of(text).last().retransmission()).cause();
  }

  private static @Nullable String basis(String text) {
    return requireNonNull(Trace.of(text).last().retransmission()).basis();
  }

  @Test
  void aTimeoutBeginsWithTheFirstThatIsWaitedFor() {
    assertThat(cause(OPEN + THREE_SENT + "+0.220 > P. 1:101(100) ack 1")).isEqualTo(Cause.RTO);
    assertThat(cause(OPEN + THREE_SENT + "+0.220 > P. 101:201(100) ack 1")).isNull();
  }

  @Test
  void noTimerRunsOutWithin200Milliseconds() {
    assertThat(cause(OPEN + THREE_SENT + "+0.190 > P. 1:101(100) ack 1")).isNull();
  }

  @Test
  void anAcknowledgementOfSomethingNewStartsTheTimerAgain() {
    String acknowledged = OPEN + THREE_SENT + "+0.150 < . 1:1(0) ack 101\n";
    assertThat(cause(acknowledged + "+0.190 > P. 101:201(100) ack 1")).isNull();
    assertThat(cause(acknowledged + "+0.210 > P. 101:201(100) ack 1")).isEqualTo(Cause.RTO);
  }

  @Test
  void theTimerIsNoShorterThanTheRoundTripThatWasMeasured() {
    String slow =
        """
         0.000 > S  0:0(0)
        +0.400 < S. 0:0(0) ack 1
        +0.000 > .  1:1(0) ack 1
        """;
    assertThat(cause(slow + THREE_SENT + "+0.390 > P. 1:101(100) ack 1")).isNull();
    assertThat(cause(slow + THREE_SENT + "+0.610 > P. 1:101(100) ack 1")).isEqualTo(Cause.RTO);
  }

  @Test
  void aRetransmissionThatFollowsSackAtOnceIsNoTimeoutHoweverOldTheSegment() {
    String late = "+0.400 < . 1:1(0) ack 1 <sack 101:301>\n";
    assertThat(cause(OPEN_WITH_SACK + THREE_SENT + late + "+0.001 > P. 1:101(100) ack 1"))
        .isEqualTo(Cause.RACK_OR_SACK);
    assertThat(cause(OPEN_WITH_SACK + THREE_SENT + late + "+0.250 > P. 1:101(100) ack 1"))
        .isEqualTo(Cause.RTO);
  }

  @Test
  void atTheServersTapTheAnswerComesARoundTripLater() {
    String server =
        """
         0.000 > S  0:0(0) <sackOK>
        +0.000 < S. 0:0(0) ack 1 <sackOK>
        +0.300 > .  1:1(0) ack 1
        +0.001 > P. 101:201(100) ack 1 id 600
        +0.000 < .  1:1(0) ack 1 <sack 101:201>
        """;
    assertThat(cause(server + "+0.300 > P. 1:101(100) ack 1 id 601")).isEqualTo(Cause.RACK_OR_SACK);
    assertThat(cause(server + "+0.800 > P. 1:101(100) ack 1 id 601")).isEqualTo(Cause.RTO);
  }

  @Test
  void aTimeoutsRecoveryEndsWhenAllIsAcknowledgedThatWasSentThen() {
    String timedOut = OPEN + THREE_SENT + "+0.220 > P. 1:101(100) ack 1\n";
    String more = "+0.001 > P. 301:401(100) ack 1\n";
    assertThat(
            cause(timedOut + "+0.020 < . 1:1(0) ack 201\n" + more + "+0 > P. 201:301(100) ack 1"))
        .isEqualTo(Cause.RTO);
    assertThat(
            cause(timedOut + "+0.020 < . 1:1(0) ack 301\n" + more + "+0 > P. 301:401(100) ack 1"))
        .isNull();
  }

  @Test
  void withoutSackWhatWasSentAgainIsSentOnceMoreOnlyByTheTimer() {
    String fast =
        OPEN
            + THREE_SENT
            + """
            +0.001 > P. 301:401(100) ack 1
            +0.017 < .  1:1(0) ack 1
            +0.001 < .  1:1(0) ack 1
            +0.001 < .  1:1(0) ack 1
            +0.001 > P. 1:101(100) ack 1
            +0.200 < .  1:1(0) ack 1
            +0.010 > P. 1:101(100) ack 1
            """;
    assertThat(cause(fast)).isEqualTo(Cause.RTO);
  }

  @Test
  void twoDuplicateAcksAreNotEnough() {
    String two = OPEN + THREE_SENT + "+0.01 < . 1:1(0) ack 1\n+0.01 < . 1:1(0) ack 1\n";
    assertThat(cause(two + "+0.001 > P. 1:101(100) ack 1")).isNull();
    String three = two + "+0.01 < . 1:1(0) ack 1\n";
    assertThat(cause(three + "+0.001 > P. 1:101(100) ack 1")).isEqualTo(Cause.FAST);
    assertThat(cause(three + "+0.001 > P. 101:201(100) ack 1")).isNull();
  }

  @Test
  void whatLiesAboveEverySackIsNotShownToBeLost() {
    String sacked = OPEN_WITH_SACK + THREE_SENT + "+0.02 < . 1:1(0) ack 1 <sack 101:201>\n";
    assertThat(cause(sacked + "+0.001 > P. 1:101(100) ack 1")).isEqualTo(Cause.RACK_OR_SACK);
    assertThat(cause(sacked + "+0.001 > P. 201:301(100) ack 1")).isNull();
  }

  @Test
  void whatIsAcknowledgedIsNotShownToBeLostByTheSackOfAnotherHole() {
    String hole = OPEN_WITH_SACK + THREE_SENT + "+0.02 < . 1:1(0) ack 101 <sack 201:301>\n";
    assertThat(cause(hole + "+0.001 > P. 101:201(100) ack 1")).isEqualTo(Cause.RACK_OR_SACK);
    assertThat(cause(hole + "+0.001 > P. 1:101(100) ack 1")).isNull();
  }

  @Test
  void anAcknowledgementOfWhatWasSentLaterShowsALossToo() {
    String recovered =
        OPEN_WITH_SACK
            + THREE_SENT
            + """
            +0.020 < .  1:1(0) ack 1 <sack 101:201>
            +0.001 > P. 1:101(100) ack 1
            +0.020 < .  1:1(0) ack 201
            """;
    assertThat(basis(recovered + "+0 > P. 201:301(100) ack 1")).isEqualTo("recovery since frame 8");
    String later =
        OPEN_WITH_SACK
            + """
            +0.001 > P. 1:101(100) ack 1
            +0.001 > P. 101:201(100) ack 1
            +0.050 > P. 1:101(100) ack 1
            +0.020 < .  1:1(0) ack 101
            """;
    assertThat(basis(later + "+0 > P. 101:201(100) ack 1"))
        .isEqualTo("what was sent later is acknowledged");
    assertThat(cause(later.replace("<sackOK>", "") + "+0 > P. 101:201(100) ack 1")).isNull();
  }

  private static final String UNHEARD =
      "its acknowledgement is in the capture, but did not arrive or was not taken";

  @Test
  void aSynAckThatIsAcknowledgedIsNotCalledUnacknowledged() {
    String fullQueue = OPEN + "+1.000 < S. 0:0(0) ack 1\n";
    assertThat(cause(fullQueue)).isEqualTo(Cause.SYN_ACK);
    assertThat(basis(fullQueue)).isEqualTo(UNHEARD);
    assertThat(basis(OPEN.replace("+0.000 > .", "# ") + "+1 < S. 0:0(0) ack 1"))
        .isEqualTo("no acknowledgement of the SYN+ACK");
  }

  @Test
  void aSynThatIsAnsweredIsNotCalledUnanswered() {
    String answered = "0.000 > S 0:0(0)\n0.001 < S. 0:0(0) ack 1\n1.000 > S 0:0(0)";
    assertThat(cause(answered)).isEqualTo(Cause.SYN);
    assertThat(basis(answered)).isEqualTo(UNHEARD);
    String challenged = "0.000 > S 0:0(0)\n0.001 < . 700:700(0) ack 7000\n1.000 > S 0:0(0)";
    assertThat(basis(challenged)).isEqualTo("no answer to the SYN");
  }

  @Test
  void aFinThatIsAcknowledgedIsNotCalledUnacknowledged() {
    String closing = OPEN + "+0.001 > F. 1:1(0) ack 1\n";
    assertThat(basis(closing + "+0.3 > F. 1:1(0) ack 1"))
        .isEqualTo("no acknowledgement of the FIN");
    assertThat(basis(closing + "+0.001 < . 1:1(0) ack 2\n+0.3 > F. 1:1(0) ack 1"))
        .isEqualTo(UNHEARD);
  }

  /** At the receiver's tap: its acknowledgement was lost on the way back. */
  @Test
  void dataThatIsAcknowledgedIsNotCalledUnacknowledged() {
    String taken =
        """
        +0.001 > P. 1:101(100) ack 1
        +0.000 < .  1:1(0) ack 101
        +0.300 > P. 1:101(100) ack 1
        """;
    assertThat(cause(OPEN + taken)).isEqualTo(Cause.RTO);
    assertThat(basis(OPEN + taken)).isEqualTo("again after 300.0 ms: " + UNHEARD);
  }

  @Test
  void whatIsAcknowledgedItselfWasNotOvertaken() {
    String taken =
        """
        +0.001 > P. 1:101(100) ack 1
        +0.001 > P. 101:201(100) ack 1
        +0.001 < .  1:1(0) ack 201
        """;
    assertThat(cause(OPEN_WITH_SACK + taken + "+0.005 > P. 1:101(100) ack 1")).isNull();
    assertThat(basis(OPEN_WITH_SACK + taken + "+0.298 > P. 1:101(100) ack 1"))
        .isEqualTo("again after 300.0 ms: " + UNHEARD);
  }

  @Test
  void aProbeIsTheLastOfWhatWasSent() {
    String text = OPEN_WITH_SACK + THREE_SENT;
    assertThat(cause(text + "+0.045 > P. 201:301(100) ack 1")).isEqualTo(Cause.TAIL_LOSS_PROBE);
    assertThat(cause(text + "+0.045 > P. 101:201(100) ack 1")).isNull();
    assertThat(cause(text + "+0.015 > P. 201:301(100) ack 1")).isNull();
  }

  @Test
  void theLossIsProbedOnceUntilMoreIsAcknowledged() {
    String probed =
        OPEN_WITH_SACK
            + """
            +0.001 > P. 1:101(100) ack 1
            +0.230 > P. 1:101(100) ack 1
            """;
    assertThat(cause(probed)).isEqualTo(Cause.TAIL_LOSS_PROBE);
    assertThat(cause(probed + "+0.230 > P. 1:101(100) ack 1")).isEqualTo(Cause.RTO);
    String next = probed + "+0.020 < . 1:1(0) ack 101\n+0.001 > P. 101:201(100) ack 1\n";
    assertThat(cause(next + "+0.230 > P. 101:201(100) ack 1")).isEqualTo(Cause.RTO);
    String doubled = next.replace("ack 101\n", "ack 101 <sack 1:101>\n");
    assertThat(cause(doubled + "+0.230 > P. 101:201(100) ack 1")).isEqualTo(Cause.TAIL_LOSS_PROBE);
  }

  @Test
  void aSingleSegmentAfterLongerThanAProbeWaitsTimedOut() {
    String one = OPEN_WITH_SACK + "+0.001 > P. 1:101(100) ack 1\n";
    assertThat(cause(one + "+0.290 > P. 1:101(100) ack 1")).isEqualTo(Cause.TAIL_LOSS_PROBE);
    assertThat(cause(one + "+0.310 > P. 1:101(100) ack 1")).isEqualTo(Cause.RTO);
  }

  @Test
  void whereALossIsShownNothingIsProbed() {
    String duplicate = OPEN_WITH_SACK + THREE_SENT + "+0.02 < . 1:1(0) ack 1\n";
    assertThat(cause(duplicate + "+0.045 > P. 201:301(100) ack 1")).isNull();
  }

  @Test
  void aFinWithDataIsSentAgainForTheDatasCause() {
    String closing = OPEN + "+0.001 > F. 1:101(100) ack 1\n";
    assertThat(cause(closing + "+0.230 > F. 1:101(100) ack 1")).isEqualTo(Cause.RTO);
    assertThat(cause(OPEN + "+0.1 > F. 1:1(0) ack 1\n+0.1 > F. 1:1(0) ack 1")).isEqualTo(Cause.FIN);
  }

  @Test
  void theSynOfTheNextConnectionIsNotSentAgain() {
    var trace = Trace.of("0.000 > S 0:0(0)\n+1.000 > S 50:50(0)");
    assertThat(trace.last().retransmission()).isNull();
  }

  @Test
  void aSimultaneousOpensSynAckIsOnlySentAgainTheSecondTime() {
    String crossed = "0.000 > S 0:0(0)\n0.001 < S 0:0(0)\n0.002 > S. 0:0(0) ack 1\n";
    assertThat(Trace.of(crossed).last().retransmission()).isNull();
    assertThat(cause(crossed + "1.002 > S. 0:0(0) ack 1")).isEqualTo(Cause.SYN_ACK);
  }

  /** At the server: both timers run out at about the same moment, the server's first. */
  private static final String BOTH_TIMERS =
      """
       0.000 > S  0:0(0)
      +0.000 < S. 0:0(0) ack 1
      +1.016 < S. 0:0(0) ack 1
      +0.0001 > S 0:0(0)
      """;

  @Test
  void whatAnswersARepeatedSynWasSentByNoTimer() {
    String first = BOTH_TIMERS.lines().limit(3).collect(Collectors.joining("\n"));
    assertThat(cause(first)).isEqualTo(Cause.SYN_ACK);
    assertThat(cause(BOTH_TIMERS + "+0.0001 < S. 0:0(0) ack 1")).isEqualTo(Cause.REPEATED_SYN);
    assertThat(basis(BOTH_TIMERS + "+0.0001 < S. 0:0(0) ack 1"))
        .isEqualTo("the SYN came again 0.1 ms before");
    assertThat(cause(BOTH_TIMERS + "+0.030 < S. 0:0(0) ack 1")).isEqualTo(Cause.SYN_ACK);
  }

  @Test
  void afterTheAnswerTheTimerRunsAgain() {
    String answered = BOTH_TIMERS + "+0.0001 < S. 0:0(0) ack 1\n";
    assertThat(cause(answered + "+1.0 < S. 0:0(0) ack 1")).isEqualTo(Cause.SYN_ACK);
    assertThat(cause(answered + "+0.001 < S. 0:0(0) ack 1")).isEqualTo(Cause.REPEATED_SYN);
  }

  @Test
  void atTheClientsTapTheAnswerComesARoundTripLater() {
    String crossed =
        """
         0.000 > S  0:0(0)
        +1.000 > S  0:0(0)
        +0.150 < S. 0:0(0) ack 1
        """;
    assertThat(cause(crossed + "+0.015 < S. 0:0(0) ack 1")).isEqualTo(Cause.REPEATED_SYN);
  }

  @Test
  void aResetAndABareAcknowledgementAreNeverSentAgain() {
    String reset = OPEN + "+0.001 > P. 1:101(100) ack 1\n";
    assertThat(Trace.of(reset + "+0.3 > R. 1:1(0) ack 1").last().retransmission()).isNull();
    assertThat(Trace.of(reset + "+0.3 > . 1:1(0) ack 1").last().retransmission()).isNull();
  }
}
