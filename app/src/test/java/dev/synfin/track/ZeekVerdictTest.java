package dev.synfin.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZeekVerdictTest {
  private static final String OPEN =
      """
       0.000 > S  0:0(0)
      +0.001 < S. 0:0(0) ack 1
      +0.001 > .  1:1(0) ack 1
      """;

  private static String verdict(String text) {
    var summary = Trace.of(text).summary();
    return summary.connState() + " " + summary.history();
  }

  @Test
  void aSynWithoutAnAnswerIsS0() {
    assertThat(verdict("0.000 > S 0:0(0)")).isEqualTo("S0 S");
  }

  @Test
  void anOpenConnectionIsS1() {
    assertThat(verdict(OPEN)).isEqualTo("S1 ShA");
  }

  @Test
  void aRefusedConnectionIsRej() {
    assertThat(verdict("0.000 > S 0:0(0)\n0.001 < R. 0:0(0) ack 1")).isEqualTo("REJ Sr");
  }

  @Test
  void bothFinsMakeSf() {
    String text =
        OPEN
            + """
            +0.001 > P. 1:6(5) ack 1
            +0.001 < P. 1:9(8) ack 6
            +0.001 > F. 6:6(0) ack 9
            +0.001 < F. 9:9(0) ack 7
            +0.001 > .  7:7(0) ack 10
            """;
    assertThat(verdict(text)).isEqualTo("SF ShADdFf");
  }

  @Test
  void oneFinAloneMakesS2OrS3() {
    assertThat(verdict(OPEN + "+0.001 > F. 1:1(0) ack 1")).isEqualTo("S2 ShAF");
    assertThat(verdict(OPEN + "+0.001 < F. 1:1(0) ack 1")).isEqualTo("S3 ShAf");
  }

  @Test
  void aResetNamesItsSender() {
    assertThat(verdict(OPEN + "+0.001 > R. 1:1(0) ack 1")).isEqualTo("RSTO ShAR");
    assertThat(verdict(OPEN + "+0.001 < R. 1:1(0) ack 1")).isEqualTo("RSTR ShAr");
  }

  @Test
  void aSynFollowedByItsOwnResetIsRstos0() {
    assertThat(verdict("0.000 > S 0:0(0)\n0.001 > R 1:1(0)")).isEqualTo("RSTOS0 SR");
  }

  @Test
  void aSynFollowedByItsOwnFinIsSh() {
    assertThat(verdict("0.000 > S 0:0(0)\n0.001 > F 1:1(0)")).isEqualTo("SH SF");
  }

  @Test
  void withoutItsSynAConnectionIsOth() {
    assertThat(verdict("0.000 > P. 1:6(5) ack 1\n0.001 < . 1:1(0) ack 6")).isEqualTo("OTH Da");
  }

  @Test
  void aServicesPortFlipsTheRoles() {
    assertThat(verdict("0.000 < P. 1:6(5) ack 1 ports 40000/80")).isEqualTo("OTH ^d");
  }

  @Test
  void payloadSentAgainIsNotedTheFirstAndTheTenthTime() {
    String again = "+0.300 > P. 1:6(5) ack 1\n";
    assertThat(verdict(OPEN + again + again)).isEqualTo("S1 ShADT");
    assertThat(verdict(OPEN + again.repeat(10))).isEqualTo("S1 ShADT");
    assertThat(verdict(OPEN + again.repeat(11))).isEqualTo("S1 ShADTT");
  }

  @Test
  void aZeroWindowIsNoted() {
    assertThat(verdict(OPEN + "+0.001 < . 1:1(0) ack 1 win 0")).isEqualTo("S1 ShAaw");
  }

  @Test
  void anAcknowledgementOfPayloadThatWasNotSeenIsAGap() {
    assertThat(verdict(OPEN + "+0.001 < . 1:1(0) ack 101")).isEqualTo("S1 ShAaG");
  }

  @Test
  void finWithResetAndSynWithFinHaveLettersOfTheirOwn() {
    assertThat(verdict(OPEN + "+0.001 > FR. 1:1(0) ack 1")).endsWith(" ShAI");
    assertThat(verdict("0.000 > SF 0:0(0)")).endsWith(" Q");
  }

  @Test
  void anotherSynOfTheSameNumberIsNotWrittenAgain() {
    assertThat(verdict("0.000 > S 0:0(0)\n1.000 > S 0:0(0)")).isEqualTo("S0 S");
  }

  @Test
  void udpCountsWhoSent() {
    assertThat(verdict("0.000 > udp 5")).isEqualTo("S0 D");
    assertThat(verdict("0.000 > udp 5\n0.001 < udp 5")).isEqualTo("SF Dd");
  }
}
