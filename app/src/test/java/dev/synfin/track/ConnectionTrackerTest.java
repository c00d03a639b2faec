package dev.synfin.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionTrackerTest {

  @Test
  void finishingClosesWhatIsOpenInTheOrderOfStreams() {
    var trace =
        Trace.of(
            """
             0.000 > S 0:0(0) ports 40003/80
            +0.001 > S 0:0(0) ports 40001/80
            +0.001 > S 0:0(0) ports 40002/80
            """);
    assertThat(trace.events.subList(3, 6))
        .containsExactly("closed tcp 0", "closed tcp 1", "closed tcp 2");
  }

  @Test
  void aReusedFourTupleClosesTheOldConnectionFirst() {
    var trace = Trace.of("0.000 > S 0:0(0)\n9.000 > S 777:777(0)");
    assertThat(trace.events)
        .containsExactly("opened tcp 0", "closed tcp 0", "opened tcp 1", "closed tcp 1");
  }

  @Test
  void udpAndTcpAreNumberedApart() {
    var trace = Trace.of("0.000 > S 0:0(0)\n0.001 > udp 5\n0.002 < udp 5");
    assertThat(trace.events)
        .startsWith("opened tcp 0", "opened udp 0", "datagram udp 0 CLIENT")
        .contains("datagram udp 0 SERVER");
  }

  @Test
  void anIcmpErrorBelongsToTheConversationThatItQuotes() {
    var trace = Trace.of("0.000 > udp 5\n0.001 < icmp 3/3");
    assertThat(trace.events).contains("icmp udp 0 SERVER");
    assertThat(trace.tracker.strayIcmpErrors()).isZero();
  }

  @Test
  void anIcmpErrorCanQuoteASegment() {
    assertThat(Trace.of("0.000 > S 0:0(0)\n0.001 < icmp 3/1 tcp").events)
        .contains("icmp tcp 0 SERVER");
  }

  @Test
  void anIcmpErrorAboutNothingKnownIsCountedOnly() {
    var trace = Trace.of("0.000 < icmp 3/3");
    assertThat(trace.events).isEmpty();
    assertThat(trace.tracker.strayIcmpErrors()).isEqualTo(1);
  }

  @Test
  void beyondTheCapTheLongestIdleIsGivenUp() {
    var trace =
        Trace.withMaxConnections(
            """
             0.000 > S 0:0(0) ports 40001/80
            +1.000 > S 0:0(0) ports 40002/80
            +1.000 > S 0:0(0) ports 40001/80
            +1.000 > S 0:0(0) ports 40003/80
            """,
            2);
    assertThat(trace.events).startsWith("opened tcp 0", "opened tcp 1", "closed tcp 1");
    assertThat(trace.tracker.evicted()).isEqualTo(1);
  }

  @Test
  void beyondTheCapAClosedOneIsGivenUpFirst() {
    var trace =
        Trace.withMaxConnections(
            """
             0.000 > S  0:0(0) ports 40001/80
            +1.000 > S  0:0(0) ports 40002/80
            +0.001 < R. 0:0(0) ack 1 ports 40002/80
            +1.000 > S  0:0(0) ports 40003/80
            """,
            2);
    assertThat(trace.events).startsWith("opened tcp 0", "opened tcp 1", "closed tcp 1");
  }

  @Test
  void ofTheClosedOnesOnlyASixtyFourthOfTheCapIsKept() {
    var trace =
        Trace.withMaxConnections(
            """
             0.000 > S  0:0(0) ports 40001/80
            +0.001 < R. 0:0(0) ack 1 ports 40001/80
            +1.000 > S  0:0(0) ports 40002/80
            +0.001 < R. 0:0(0) ack 1 ports 40002/80
            """,
            64);
    assertThat(trace.events).containsSubsequence("opened tcp 1", "closed tcp 0", "closed tcp 1");
    assertThat(trace.tracker.evicted()).isZero();
  }

  /** Of the cap of 64 one closed connection is kept. */
  private static final String FORGOTTEN =
      """
       0.000 > S  0:0(0) ports 40001/80
      +0.001 < R. 0:0(0) ack 1 ports 40001/80
      +1.000 > S  0:0(0) ports 40002/80
      +0.001 < R. 0:0(0) ack 1 ports 40002/80
      """;

  @Test
  void aSynOfAClosedOneReusesItsPortsHoweverLongAgo() {
    for (String syn : new String[] {"> S 777:777(0)", "> S 0:0(0)", "< S. 777:777(0) ack 1"}) {
      var trace = Trace.withMaxConnections(FORGOTTEN + "+9.000 " + syn + " ports 40001/80", 64);
      assertThat(trace.last().stream()).isEqualTo(2);
      assertThat(trace.last().flags()).containsExactly(AnalysisFlag.REUSED_PORTS);
      assertThat(trace.tracker.resumed()).isZero();
    }
  }

  @Test
  void whatElseComesOfAClosedOneIsANewStreamAndCounted() {
    for (String late : new String[] {"< F. 1:1(0) ack 1", "> . 1:1(0) ack 1", "< R 1:1(0)"}) {
      var trace = Trace.withMaxConnections(FORGOTTEN + "+9.000 " + late + " ports 40001/80", 64);
      assertThat(trace.last().stream()).isEqualTo(2);
      assertThat(trace.last().flags()).isEmpty();
      assertThat(trace.tracker.resumed()).isEqualTo(1);
      assertThat(trace.tracker.evicted()).isZero();
    }
  }

  @Test
  void aReuseIsRecognisedOnceAndOthersAreNoReuse() {
    String again = "+9.000 > S 777:777(0) ports %d/80\n";
    var other = Trace.withMaxConnections(FORGOTTEN + again.formatted(40003), 64);
    assertThat(other.last().flags()).isEmpty();
    var kept = Trace.withMaxConnections(FORGOTTEN + again.formatted(40002), 64);
    assertThat(kept.last().flags()).containsExactly(AnalysisFlag.REUSED_PORTS);
  }

  @Test
  void aClosedOneThatTheCapGaveUpIsReusedAndHasNotGoneOn() {
    var trace =
        Trace.withMaxConnections(
            """
             0.000 > S  0:0(0) ports 40001/80
            +0.001 < R. 0:0(0) ack 1 ports 40001/80
            +1.000 > S  0:0(0) ports 40002/80
            +1.000 > S  0:0(0) ports 40003/80
            +1.000 > S  777:777(0) ports 40001/80
            """,
            2);
    assertThat(trace.last().flags()).containsExactly(AnalysisFlag.REUSED_PORTS);
    assertThat(trace.tracker.evicted()).isEqualTo(2);
    assertThat(trace.tracker.resumed()).isZero();
  }

  @Test
  void thousandsOfClosedOnesAreRecognised() {
    var text = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      text.append("+0.001 > S 0:0(0) ports ").append(10_000 + i).append("/80\n");
      text.append("+0.001 < R. 0:0(0) ack 1\n");
    }
    for (int i = 0; i < 12_000; i++) {
      text.append("+0.001 > S 777:777(0) ports ").append(10_000 + i).append("/80\n");
      text.append("+0.001 < R. 0:0(0) ack 778\n");
    }
    var trace = Trace.withMaxConnections(text.toString(), 64);
    assertThat(trace.segments.stream().filter(s -> s.flags().contains(AnalysisFlag.REUSED_PORTS)))
        .hasSizeGreaterThan(11_900);
  }

  @Test
  void whatGoesOnAfterItsEvictionIsANewStreamAndCounted() {
    var trace =
        Trace.withMaxConnections(
            """
             0.000 > S  0:0(0) ports 40001/80
            +1.000 > S  0:0(0) ports 40002/80
            +1.000 > .  1:1(0) ack 1 ports 40001/80
            """,
            1);
    assertThat(trace.last().stream()).isEqualTo(2);
    assertThat(trace.tracker.evicted()).isEqualTo(2);
    assertThat(trace.tracker.resumed()).isEqualTo(1);
  }

  @Test
  void whatIsIdleForLongerThanTheTimeoutIsGivenUpAndCounted() {
    var trace =
        Trace.withIdleTimeout(
            """
             0.000 > S  0:0(0) ports 40001/80
             0.000 > udp 5
             4.000 > S  0:0(0) ports 40002/80
            12.000 > .  1:1(0) ack 1 ports 40002/80
            12.001 > .  1:1(0) ack 1 ports 40003/80
            """,
            Duration.ofSeconds(8));
    assertThat(trace.events)
        .startsWith("opened tcp 0", "opened udp 0", "datagram udp 0 CLIENT", "opened tcp 1")
        .containsSubsequence("closed tcp 0", "closed udp 0", "opened tcp 2");
    assertThat(trace.segments.get(2).stream()).isEqualTo(1);
    assertThat(trace.tracker.evicted()).isEqualTo(2);
    assertThat(trace.tracker.resumed()).isZero();
  }

  @Test
  void whatGoesOnAfterItsTimeoutIsANewStreamHoweverSeldomAllAreLookedAt() {
    var trace =
        Trace.withIdleTimeout(
            """
            0.000 > S  0:0(0) ports 40001/80
            1.000 > S  0:0(0) ports 40002/80
            1.000 > udp 5
            8.900 > S  0:0(0) ports 40003/80 # all are looked at
            9.100 > .  1:1(0) ack 1 ports 40002/80
            9.100 > udp 5
            """,
            Duration.ofSeconds(8));
    assertThat(trace.segments).extracting(Trace.Said::stream).containsExactly(0L, 1L, 2L, 3L);
    assertThat(trace.events).contains("opened udp 1");
    assertThat(trace.tracker.evicted()).isEqualTo(3);
    assertThat(trace.tracker.resumed()).isEqualTo(2);
  }

  @Test
  void whatIsIdleForJustTheTimeoutGoesOn() {
    var trace =
        Trace.withIdleTimeout(
            """
            0.000 > S  0:0(0)
            8.000 > .  1:1(0) ack 1
            16.000 > .  1:1(0) ack 1
            """,
            Duration.ofSeconds(8));
    assertThat(trace.last().stream()).isZero();
    assertThat(trace.tracker.evicted()).isZero();
  }

  @Test
  void manyConnectionsAreFoundAgainAmongThousandsThatCameAndWent() {
    var text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      text.append("+0.001 > S 0:0(0) ports ").append(10_000 + i).append("/80\n");
    }
    text.append("+0.001 < S. 0:0(0) ack 1 ports 12999/80\n");
    text.append("+0.001 < S. 0:0(0) ack 1 ports 12000/80\n");
    var trace = Trace.of(text.toString());
    assertThat(trace.segments.get(3000).stream()).isEqualTo(2999);
    assertThat(trace.last().stream()).isEqualTo(2000);
    assertThat(trace.tracker.evicted()).isEqualTo(2000);
  }

  @Test
  void aHalfOpenConnectionThatWasPutAwayGoesOnAsIfItHadNot() {
    var others = new StringBuilder();
    for (int i = 0; i < 16_500; i++) {
      others.append("+0.000001 > S 0:0(0) ports ").append(10_000 + i).append("/81\n");
    }
    String begin =
        """
         0.000 > S  0:0(0) <mss 1460,sackOK,wscale 7> ports 40001/80
        +0.010 < S. 0:0(0) ack 1 <sackOK,wscale 7> ports 40001/80
        """;
    String end =
        """
        3.000 < S. 0:0(0) ack 1 <sackOK,wscale 7> ports 40001/80
        3.010 > .  1:1(0) ack 1 win 100
        3.011 > P. 1:101(100) ack 1
        """;
    var apart = Trace.withMaxConnections(begin + others + end, 100_000);
    var together = Trace.withMaxConnections(begin + end, 100_000);
    assertThat(apart.summary()).isEqualTo(framesMoved(together.summary(), apart.summary()));
    assertThat(apart.last().window()).isEqualTo(together.last().window());
    assertThat(apart.last().states()).isEqualTo(together.last().states());
    assertThat(apart.segments.get(apart.segments.size() - 3).flags())
        .containsExactly(AnalysisFlag.RETRANSMISSION);
  }

  /** The same but for the handshake, whose frame numbers are others. */
  private static ConnectionSummary framesMoved(ConnectionSummary of, ConnectionSummary like) {
    return new ConnectionSummary(
        of.stream(),
        of.protocol(),
        of.clientHigh(),
        of.clientLow(),
        of.clientPort(),
        of.serverHigh(),
        of.serverLow(),
        of.serverPort(),
        of.ipVersion(),
        of.roles(),
        of.startedAtNanos(),
        of.durationNs(),
        of.connState(),
        of.history(),
        of.completeness(),
        like.handshake(),
        of.teardown(),
        of.clientTraffic(),
        of.serverTraffic(),
        of.analysis(),
        of.clientState(),
        of.serverState());
  }

  @Test
  void whateverSegmentsSayEveryoneIsTakenAndEveryStreamIsClosedOnce() {
    var random = new Random(7);
    String[] flags = {"S", "S.", ".", "P.", "F.", "R", "R.", "FR.", "SF", "SFRP.", "-", "F"};
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      int seq = random.nextInt(4) == 0 ? random.nextInt(1 << 20) : random.nextInt(40);
      int length = random.nextInt(3) == 0 ? random.nextInt(30) : random.nextInt(2);
      text.append("+0.0").append(random.nextInt(100)).append(random.nextBoolean() ? " > " : " < ");
      text.append(flags[random.nextInt(flags.length)]).append(' ').append(seq).append(":0(");
      text.append(length).append(") ack ").append(random.nextInt(60)).append(" win ");
      text.append(random.nextInt(3) * 100).append(" ports ").append(1 + random.nextInt(40));
      text.append("/80 id ").append(random.nextInt(50));
      text.append(random.nextInt(5) == 0 ? " <sack 5:20 30:40>\n" : "\n");
    }
    var trace = Trace.withMaxConnections(text.toString(), 30);
    assertThat(trace.segments).hasSize(20_000);
    assertThat(trace.events.stream().filter(e -> e.startsWith("opened")).count())
        .isEqualTo(trace.events.stream().filter(e -> e.startsWith("closed")).distinct().count())
        .isEqualTo(trace.events.size() / 2);
  }

  @Test
  void aCapOfNothingIsRefused() {
    assertThatThrownBy(() -> Trace.withMaxConnections("", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whereNumbersBeginChangesNothingThatIsRelative() {
    String text =
        """
         0.000 > S  0:0(0) <sackOK,wscale 7>
        +0.010 < S. 0:0(0) ack 1 <sackOK,wscale 7>
        +0.010 > .  1:1(0) ack 1
        +0.001 > P. 1:101(100) ack 1
        +0.001 > P. 201:301(100) ack 1
        +0.020 < .  1:1(0) ack 101 <sack 201:301>
        +0.001 > P. 101:201(100) ack 1
        +0.400 > F. 301:301(0) ack 1
        +0.020 < F. 1:1(0) ack 302
        +0.020 > .  302:302(0) ack 2
        """;
    var plain = Trace.of(text);
    for (int shift : new int[] {Integer.MIN_VALUE, -1050, 0x7FFF_FC00}) {
      var shifted = Trace.withNumbers(text, 1000 + shift, 500_000 + shift);
      assertThat(shifted.segments).isEqualTo(plain.segments);
      assertThat(shifted.summaries).isEqualTo(plain.summaries);
    }
  }
}
