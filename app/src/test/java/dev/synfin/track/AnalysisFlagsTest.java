package dev.synfin.track;

import static dev.synfin.track.AnalysisFlag.ACK_LOST_SEGMENT;
import static dev.synfin.track.AnalysisFlag.DUPLICATE_ACK;
import static dev.synfin.track.AnalysisFlag.FAST_RETRANSMISSION;
import static dev.synfin.track.AnalysisFlag.KEEP_ALIVE;
import static dev.synfin.track.AnalysisFlag.KEEP_ALIVE_ACK;
import static dev.synfin.track.AnalysisFlag.LOST_SEGMENT;
import static dev.synfin.track.AnalysisFlag.OUT_OF_ORDER;
import static dev.synfin.track.AnalysisFlag.RETRANSMISSION;
import static dev.synfin.track.AnalysisFlag.REUSED_PORTS;
import static dev.synfin.track.AnalysisFlag.SPURIOUS_RETRANSMISSION;
import static dev.synfin.track.AnalysisFlag.WINDOW_FULL;
import static dev.synfin.track.AnalysisFlag.WINDOW_UPDATE;
import static dev.synfin.track.AnalysisFlag.ZERO_WINDOW;
import static dev.synfin.track.AnalysisFlag.ZERO_WINDOW_PROBE;
import static dev.synfin.track.AnalysisFlag.ZERO_WINDOW_PROBE_ACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AnalysisFlagsTest {
  private static final String OPEN =
      """
       0.000 > S  0:0(0) <sackOK,wscale 0>
      +0.010 < S. 0:0(0) ack 1 <sackOK,wscale 0>
      +0.010 > .  1:1(0) ack 1
      """;

  private static Set<AnalysisFlag> last(String more) {
    return Trace.of(OPEN + more).last().flags();
  }

  @Test
  void whatBeginsBeyondTheNextNumberLostASegmentBefore() {
    assertThat(last("+0.001 > P. 101:201(100) ack 1")).containsExactly(LOST_SEGMENT);
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSeenIsNotedOnce() {
    String twice =
        """
        +0.001 < .  1:1(0) ack 101
        +0.001 < .  1:1(0) ack 101
        """;
    assertThat(last("+0.001 < .  1:1(0) ack 101")).containsExactly(ACK_LOST_SEGMENT);
    assertThat(last(twice)).containsExactly(DUPLICATE_ACK);
  }

  @Test
  void theSameAckAndWindowWithoutDataIsADuplicate() {
    assertThat(
            last(
                """
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 101
                +0.001 < .  1:1(0) ack 101
                """))
        .containsExactly(DUPLICATE_ACK);
  }

  @Test
  void theSameAckWithAnotherWindowIsAWindowUpdate() {
    assertThat(
            last(
                """
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 101
                +0.001 < .  1:1(0) ack 101 win 70
                """))
        .containsExactly(WINDOW_UPDATE);
  }

  @Test
  void ofASackOptionThatTheCaptureCutItsBeginningIsEnough() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 < S. 0:0(0) ack 1
            +0.001 > .  1:1(0) ack 1
            +0.001 > .  1:101(100) ack 1
            +0.001 < .  1:1(0) ack 1 win 70 <nop,nop,sack 201:301> snap 44
            +0.001 < .  1:1(0) ack 1 win 71 <nop,nop,sack 201:401> snap 44
            +0.001 > .  1:101(100) ack 1
            """);
    assertThat(trace.last().flags()).containsExactly(AnalysisFlag.FAST_RETRANSMISSION);
  }

  @Test
  void aHeaderThatClaimsToBeLongerThanItsPacketSaysNothing() {
    var trace =
        Trace.of(
            """
             0.000 > S  0:0(0)
            +0.001 > F. 1:1(0) ack 1
            +0.001 > S  9:9(0) header 60
            """);
    assertThat(trace.last().stream()).isEqualTo(1);
    assertThat(trace.last().flags()).isEmpty();
  }

  @Test
  void aHeaderThatClaimsToBeLongerThanItsPacketAcknowledgesNothing() {
    var trace =
        Trace.of(
            """
             0.000 > .  1:101(100) ack 1
            +0.001 < .  1:1(0) ack 101 header 60
            +0.001 < .  1:1(0) ack 101
            """);
    assertThat(trace.segments.get(1).acksFrame()).isZero();
    assertThat(trace.last().acksFrame()).isEqualTo(1);
  }

  @Test
  void aWindowUpdateThatCarriesSackIsADuplicateAck() {
    assertThat(
            last(
                """
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 1
                +0.001 > P. 201:301(100) ack 1
                +0.001 < .  1:1(0) ack 1 win 70 <sack 201:301>
                """))
        .containsExactly(DUPLICATE_ACK);
  }

  @Test
  void dataUpToTheEdgeOfTheWindowFillsIt() {
    assertThat(
            last(
                """
                +0.001 < .  1:1(0) ack 1 win 100
                +0.001 > P. 1:101(100) ack 1
                """))
        .containsExactly(WINDOW_FULL);
  }

  @Test
  void withoutASynTheScaleIsUnknownAndSoIsTheEdge() {
    assertThat(
            Trace.of(
                    """
                     0.000 < .  1:1(0) ack 1 win 100
                    +0.001 > P. 1:101(100) ack 1
                    """)
                .last()
                .flags())
        .isEmpty();
  }

  @Test
  void aClosedWindowIsProbedAndTheProbeAnswered() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 101 win 0
                +0.500 > .  101:102(1) ack 1
                +0.001 < .  1:1(0) ack 101 win 0
                +0.500 < .  1:1(0) ack 101 win 500
                """);
    assertThat(trace.segments.subList(4, 8).stream().map(Trace.Said::flags))
        .containsExactly(
            Set.of(ZERO_WINDOW),
            Set.of(ZERO_WINDOW_PROBE),
            Set.of(ZERO_WINDOW, ZERO_WINDOW_PROBE_ACK),
            Set.of(WINDOW_UPDATE));
  }

  @Test
  void theAckThatTakesAProbesOctetAndOpensTheWindowIsAWindowUpdate() {
    assertThat(
            last(
                """
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 101 win 0
                +0.500 > .  101:102(1) ack 1
                +0.001 < .  1:1(0) ack 102 win 500
                """))
        .containsExactly(WINDOW_UPDATE);
  }

  @Test
  void anOctetBeforeTheNextNumberKeepsAliveAndIsAnswered() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 101
                +9.000 > .  100:100(0) ack 1
                +0.001 < .  1:1(0) ack 101
                """);
    assertThat(trace.segments.get(5).flags()).containsExactly(KEEP_ALIVE);
    assertThat(trace.last().flags()).containsExactly(KEEP_ALIVE_ACK);
  }

  @Test
  void whatThePeerAcknowledgedAlreadyIsSpurious() {
    assertThat(
            last(
                """
                +0.001 > P. 1:101(100) ack 1
                +0.001 < .  1:1(0) ack 101
                +0.300 > P. 1:101(100) ack 1
                """))
        .containsExactly(SPURIOUS_RETRANSMISSION);
  }

  @Test
  void afterTwoDuplicateAcksARetransmissionIsFast() {
    assertThat(
            last(
                """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.001 < .  1:1(0) ack 1
                +0.001 < .  1:1(0) ack 1
                +0.001 < .  1:1(0) ack 1
                +0.001 > P. 1:101(100) ack 1
                """))
        .containsExactly(FAST_RETRANSMISSION);
  }

  @Test
  void whatFillsAHoleWithinTheHandshakesRoundTripIsOutOfOrder() {
    assertThat(
            last(
                """
                +0.001 > P. 101:201(100) ack 1
                +0.001 > P. 1:101(100) ack 1
                """))
        .containsExactly(OUT_OF_ORDER);
  }

  @Test
  void whatFillsAHoleLaterIsARetransmission() {
    assertThat(
            last(
                """
                +0.001 > P. 101:201(100) ack 1
                +0.300 > P. 1:101(100) ack 1
                """))
        .containsExactly(RETRANSMISSION);
  }

  @Test
  void whatWasSeenAndNotYetAcknowledgedIsARetransmissionHoweverSoon() {
    assertThat(
            last(
                """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.001 > P. 1:101(100) ack 1
                """))
        .containsExactly(RETRANSMISSION);
  }

  @Test
  void aSynWithAnotherNumberReusesThePorts() {
    var trace = Trace.of(OPEN + "+9.000 > S  700000:700000(0)");
    assertThat(trace.last().flags()).containsExactly(REUSED_PORTS);
    assertThat(trace.last().stream()).isEqualTo(1);
    assertThat(trace.last().seq()).isZero();
  }

  @Test
  void theSameSynAgainIsNoNewConnectionUnlessTheOldOneEnded() {
    assertThat(Trace.of("0.000 > S 0:0(0)\n1.000 > S 0:0(0)").last().stream()).isZero();
    assertThat(
            Trace.of("0.000 > S 0:0(0)\n0.001 < R. 0:0(0) ack 1\n1.000 > S 0:0(0)").last().stream())
        .isEqualTo(1);
  }

  @Test
  void windowsAreScaledOnlyWhereBothEndsOfferIt() {
    String both =
        """
         0.000 > S  0:0(0) win 1000 <wscale 3>
        +0.001 < S. 0:0(0) ack 1 <wscale 2>
        +0.001 > .  1:1(0) ack 1 win 1000
        """;
    assertThat(Trace.of(both).segments.get(0).window()).isEqualTo(1000);
    assertThat(Trace.of(both).last().window()).isEqualTo(8000);
    assertThat(Trace.of(both.replace(" <wscale 2>", "")).last().window()).isEqualTo(1000);
  }

  @Test
  void anAckNamesTheNewestSegmentThatItCoversAndTheTimeSince() {
    var said =
        Trace.of(
                OPEN
                    + """
                    +0.001 > P. 1:101(100) ack 1
                    +0.001 > P. 101:201(100) ack 1
                    +0.005 > P. 201:301(100) ack 1
                    +0.010 < .  1:1(0) ack 250
                    """)
            .last();
    assertThat(said.acksFrame()).isEqualTo(5);
    assertThat(said.ackRttNanos()).isEqualTo(15_000_000);
  }

  @Test
  void octetsInFlightCountFromTheFirstNotAcknowledged() {
    var trace =
        Trace.of(
            OPEN
                + """
                +0.001 > P. 1:101(100) ack 1
                +0.001 > P. 101:201(100) ack 1
                +0.001 < .  1:1(0) ack 101
                +0.001 > P. 201:301(100) ack 1
                """);
    assertThat(trace.segments.get(4).bytesInFlight()).isEqualTo(200);
    assertThat(trace.last().bytesInFlight()).isEqualTo(200);
  }

  @Test
  void withoutASynRelativeNumbersBeginAtOne() {
    var trace =
        Trace.of(
            """
             0.000 > P. 5000:5100(100) ack 700
            +0.001 < .  700:700(0) ack 5100
            """);
    assertThat(trace.segments.get(0).seq()).isEqualTo(1);
    assertThat(trace.segments.get(0).ack()).isEqualTo(1);
    assertThat(trace.last().ack()).isEqualTo(101);
  }

  @Test
  void completenessIsTheSumOfWhatWasSeen() {
    String refused = "0.000 > S 0:0(0)\n0.001 < R. 0:0(0) ack 1";
    assertThat(Trace.of(refused).summary().completeness()).isEqualTo(37);
    String whole =
        OPEN
            + """
            +0.001 > P. 1:101(100) ack 1
            +0.001 < F. 1:1(0) ack 101
            """;
    assertThat(Trace.of(whole).summary().completeness()).isEqualTo(31);
  }

  @Test
  void whatTheCaptureHoldsAfterALaterFrameIsNotOutOfOrder() {
    String filled =
        """
         0.030 > P. 101:201(100) ack 1
         0.040 > P. 201:301(100) ack 1
         0.039 > P. 1:101(100) ack 1
        """;
    assertThat(last(filled)).containsExactly(RETRANSMISSION);
    assertThat(last(filled.replace("0.039", "0.041"))).containsExactly(OUT_OF_ORDER);
  }

  @Test
  void afterAHandshakeAgainstTheOrderOfTimeEveryHoleIsFilledInTime() {
    var trace =
        Trace.of(
            """
             0.010 > S  0:0(0)
             0.020 < S. 0:0(0) ack 1
             0.005 > .  1:1(0) ack 1
             1.000 > P. 101:201(100) ack 1
             5.000 > P. 1:51(50) ack 1
            """);
    assertThat(trace.last().flags()).containsExactly(OUT_OF_ORDER);
    assertThat(trace.summary().handshake()).extracting(Handshake::rttNs).isNull();
  }

  @Test
  void whatIsSentAgainBelowTheAcknowledgementIsKnownUntilTheNextOne() {
    String again =
        """
        +0.001 > P. 1:101(100) ack 1
        +0.001 > P. 101:201(100) ack 1
        +0.001 < .  1:1(0) ack 201
        +0.001 < .  1:1(0) ack 101
        +0.001 > P. 151:251(100) ack 1
        +0.001 > P. 151:201(50) ack 1
        """;
    assertThat(last(again)).containsExactly(RETRANSMISSION);
  }
}
