package dev.synfin.diagnose;

import static dev.synfin.diagnose.Diagnosed.after;
import static dev.synfin.diagnose.Diagnosed.trace;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each finding of one connection: a capture that has it, and a near miss that has not. */
class ConnectionFindingsTest {
  private static final String CLOSE =
      """
      +0.001 > F. 6:6(0) ack 9
      +0.001 < .  9:9(0) ack 7
      +0.060 < F. 9:9(0) ack 7
      +0.001 > .  7:7(0) ack 10
      """;

  @Test
  void aCleanConnectionHasNone() {
    var clean =
        after(
            """
            +0.001 > P. 1:6(5) ack 1
            +0.001 < .  1:1(0) ack 6
            +0.001 < P. 1:9(8) ack 6
            +0.001 > .  6:6(0) ack 9
            """
                + CLOSE);

    assertThat(clean.found()).isEmpty();
  }

  @Test
  void aSynAnsweredWithResetIsRefused() {
    var refused =
        trace(
            """
             0.000 > S  0:0(0) win 64240 <mss 1460>
            +0.001 < R. 0:0(0) ack 1 win 0
            """);

    assertThat(refused.found()).containsExactly("connection-refused [1, 2]");
    assertThat(refused.why()).contains("10.0.0.2:8080").contains("nobody listens");
  }

  @Test
  void aConnectionThatIsResetLaterWasNotRefused() {
    var reset = after("+0.001 > R. 1:1(0) ack 1 win 0");

    assertThat(reset.found()).isEmpty();
  }

  @Test
  void aDatagramAnsweredWithPortUnreachableIsRefused() {
    assertThat(trace(" 0.000 > udp 5\n+0.001 < icmp 3/3\n").found())
        .containsExactly("connection-refused [2]");
  }

  @Test
  void aDatagramWithoutAnAnswerIsOrdinary() {
    assertThat(trace(" 0.000 > udp 5\n+1.000 > udp 5\n").found()).isEmpty();
  }

  @Test
  void synsThatNobodyAnswersAreFiltered() {
    var filtered =
        trace(
            """
             0.000 > S  0:0(0) win 64240 <mss 1460>
            +1.000 > S  0:0(0) win 64240 <mss 1460>
            +1.000 > S  0:0(0) win 64240 <mss 1460>
            """);

    assertThat(filtered.found()).containsExactly("syn-filtered [1, 2, 3]");
    assertThat(filtered.why()).startsWith("3 SYNs to 10.0.0.2:8080 within 2.0 s");
  }

  @Test
  void aSynThatIsAnsweredAtTheSecondTryWasOnlyLost() {
    var late =
        trace(
            """
             0.000 > S  0:0(0) win 64240 <mss 1460>
            +1.000 > S  0:0(0) win 64240 <mss 1460>
            +0.001 < S. 0:0(0) ack 1 win 65160 <mss 1460>
            +0.001 > .  1:1(0) ack 1
            """);

    assertThat(late.found()).containsExactly("segment-loss [2]");
  }

  @Test
  void aServerThatResetsWhatItNeverAnsweredLeftItUnread() {
    var unread =
        after(
            """
            +0.001 > P. 1:6(5) ack 1
            +0.001 < .  1:1(0) ack 6
            +0.010 < R. 1:1(0) ack 6 win 0
            """);

    assertThat(unread.found()).containsExactly("reset-unread-data [4, 6]");
  }

  @Test
  void aServerThatAnsweredBeforeItResetHadReadEverything() {
    var answered =
        after(
            """
            +0.001 > P. 1:6(5) ack 1
            +0.001 < P. 1:9(8) ack 6
            +0.010 < R. 9:9(0) ack 6 win 0
            """);

    assertThat(answered.found()).isEmpty();
  }

  @Test
  void dataSentAfterTheFinWasAcknowledgedIgnoresTheEndOfFile() {
    var ignored =
        after(
            """
            +0.001 > F. 1:1(0) ack 1
            +0.001 < .  1:1(0) ack 2
            +0.010 < P. 1:9(8) ack 2
            +0.001 > R  2:2(0) win 0
            """);

    assertThat(ignored.found()).containsExactly("end-of-file-ignored [4, 6, 7]");
  }

  @Test
  void dataAfterAHalfCloseThatIsReadIsOrdinary() {
    var half =
        after(
            """
            +0.001 > F. 1:1(0) ack 1
            +0.001 < .  1:1(0) ack 2
            +0.010 < P. 1:9(8) ack 2
            +0.001 > .  2:2(0) ack 9
            +0.001 < F. 9:9(0) ack 2
            +0.001 > .  2:2(0) ack 10
            """);

    assertThat(half.found()).isEmpty();
  }

  @Test
  void dataThatCrossedTheFinOnItsWayIgnoresNothing() {
    var crossed =
        after(
            """
            +0.001 > F. 1:1(0) ack 1
            +0.001 < P. 1:9(8) ack 1
            +0.001 > R  2:2(0) win 0
            """);

    assertThat(crossed.found()).isEmpty();
  }

  @Test
  void anEndThatAnswersDataWithABareResetKnowsNoSuchConnection() {
    var halfOpen =
        after(
            """
            +60.0 > P. 1:6(5) ack 1
            +0.001 < R  1:1(0) win 0
            """);

    assertThat(halfOpen.found()).containsExactly("half-open-peer [4, 5]");
    assertThat(halfOpen.why()).startsWith("The server answered with a bare RST");
  }

  @Test
  void anEndThatAbortsKnowsItsConnection() {
    var aborted =
        after(
            """
            +0.001 > P. 1:6(5) ack 1
            +0.001 < P. 1:9(8) ack 6
            +0.001 > .  6:6(0) ack 9
            +0.001 > R. 6:6(0) ack 9 win 0
            """);

    assertThat(aborted.found()).isEmpty();
  }

  @Test
  void aPeerThatFallsSilentIsHalfOpen() {
    var silent =
        after(
            """
            +1.0 > P. 1:6(5) ack 1
            +0.2 > P. 1:6(5) ack 1
            +0.4 > P. 1:6(5) ack 1
            +0.8 > P. 1:6(5) ack 1
            """);

    assertThat(silent.found()).contains("half-open-peer [5, 6, 7]");
  }

  @Test
  void aPeerThatAnswersAfterTwoRetransmissionsIsOnlyBehindABadNetwork() {
    var back =
        after(
            """
            +1.0 > P. 1:6(5) ack 1
            +0.2 > P. 1:6(5) ack 1
            +0.4 > P. 1:6(5) ack 1
            +0.1 < .  1:1(0) ack 6
            """);

    assertThat(back.found()).containsExactly("segment-loss [5, 6]");
  }

  @Test
  void aCloseThatDoesNotComeInAMinuteIsMissing() {
    String half = "+0.001 > F. 1:1(0) ack 1\n+0.001 < .  1:1(0) ack 2\n";
    String other = "> S  9000:9000(0) win 64240 <mss 1460> ports 41000/8080\n";

    assertThat(after(half + "+61.0 " + other).found()).containsExactly("missing-close [4, 5]");
    assertThat(after(half + "+59.0 " + other).found()).isEmpty();
  }

  @Test
  void aWindowThatStaysClosedStallsTheSender() {
    String begin =
        """
        +0.001 > P. 1:1001(1000) ack 1
        +0.001 < .  1:1(0) ack 1001 win 0
        """;
    var stall = after(begin + "+0.900 < .  1:1(0) ack 1001 win 500\n");
    var blink = after(begin + "+0.050 < .  1:1(0) ack 1001 win 500\n");

    assertThat(stall.found()).containsExactly("zero-window-stall [5, 6]");
    assertThat(stall.why()).contains("the client had to wait 900 ms");
    assertThat(blink.found()).isEmpty();
  }

  @Test
  void smallSegmentsThatWaitForLateAcknowledgementsAreNaglesDoing() {
    assertThat(after(rounds(4, "0.040")).found())
        .containsExactly("nagle-delayed-ack [5, 9, 13, 17]");
    assertThat(after(rounds(4, "0.001")).found()).isEmpty();
    assertThat(after(rounds(2, "0.040")).found()).isEmpty();
  }

  /** Write, write, read: the second write waits for the first one's acknowledgement. */
  private static String rounds(int rounds, String delay) {
    var trace = new StringBuilder();
    for (int i = 0; i < rounds; i++) {
      int c = 1 + 10 * i;
      int s = 1 + 4 * i;
      trace
          .append(String.format("+0.001 > P. %d:%d(5) ack %d%n", c, c + 5, s))
          .append(String.format("+%s < .  %d:%d(0) ack %d%n", delay, s, s, c + 5))
          .append(String.format("+0.0001 > P. %d:%d(5) ack %d%n", c + 5, c + 10, s))
          .append(String.format("+0.001 < P. %d:%d(4) ack %d%n", s, s + 4, c + 10));
    }
    return trace.toString();
  }

  @Test
  void threeProbesWithoutAnAnswerAreAFailureOfKeepAlive() {
    String data = "+0.001 > P. 1:6(5) ack 1\n+0.001 < .  1:1(0) ack 6\n";
    String probe = "+10.0 > .  5:5(0) ack 1\n";
    String answer = "+0.001 < .  1:1(0) ack 6\n";

    assertThat(after(data + probe.repeat(3)).found())
        .containsExactly("keep-alive-failure [6, 7, 8]");
    assertThat(after(data + (probe + answer).repeat(3)).found()).isEmpty();
    assertThat(after(data + probe.repeat(2)).found()).isEmpty();
  }

  @Test
  void aProbeAnsweredWithResetIsAFailureOfKeepAliveAndAHalfOpenPeer() {
    var gone =
        after(
            """
            +0.001 > P. 1:6(5) ack 1
            +0.001 < .  1:1(0) ack 6
            +10.0 > .  5:5(0) ack 1
            +0.001 < R  1:1(0) win 0
            """);

    assertThat(gone.found()).containsExactly("half-open-peer [6, 7]", "keep-alive-failure [6, 7]");
  }

  @Test
  void lossSaysWhyAndOnWhichPartOfTheWay() {
    var lost =
        after(
            """
            +0.001 > P. 1:6(5) ack 1
            +0.400 > P. 1:6(5) ack 1
            +0.001 < .  1:1(0) ack 6
            """);

    assertThat(lost.found()).containsExactly("segment-loss [5]");
    assertThat(lost.why())
        .contains("1 segment of 6 was sent again: 1 by the retransmission timer.")
        .contains("behind this tap");
  }

  @Test
  void aFirstCopyThatTheCaptureLacksWasLostBeforeItsTap() {
    var lost =
        after(
            """
            +0.001 > P. 6:11(5) ack 1
            +0.001 < .  1:1(0) ack 1
            +0.400 > P. 1:6(5) ack 1
            +0.001 < .  1:1(0) ack 11
            """);

    assertThat(lost.found()).containsExactly("segment-loss [6]");
    assertThat(lost.why())
        .endsWith(" This capture holds no first copy: it was lost before this tap.");
  }

  @Test
  void whatWasSentAgainNeedlesslyWasNotLost() {
    var needless =
        after(
            """
            +0.001 > P. 1:6(5) ack 1
            +0.001 < .  1:1(0) ack 6
            +0.400 > P. 1:6(5) ack 1
            +0.001 < .  1:1(0) ack 6
            """);

    assertThat(needless.why())
        .endsWith(" It had been acknowledged already: needless.")
        .doesNotContain("lost");
  }
}
