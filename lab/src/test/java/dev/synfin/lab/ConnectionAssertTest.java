package dev.synfin.lab;

import static dev.synfin.lab.TimelineAssertTest.assertFails;
import static dev.synfin.lab.WireAssertions.assertThat;

import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Handshake;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asserted of one connection, in both directions. */
class ConnectionAssertTest {
  private static final Timeline ECHO = Traces.proven(Traces.ECHO);
  private static final Timeline RESET = Traces.proven(Traces.RESET);
  private static final Teardown FOUR =
      Traces.teardown(Teardown.Kind.FIN, Side.CLIENT, null, 4, Side.CLIENT);

  private static void assertPasses(Timeline timeline, Consumer<ConnectionAssert> assertion) {
    assertThat(timeline).connection(0, assertion);
  }

  private static AbstractStringAssert<?> assertBreaks(
      Timeline timeline, Consumer<ConnectionAssert> assertion) {
    return assertFails(timeline, t -> t.connection(0, assertion));
  }

  private static Timeline opened(Handshake.Kind kind, @Nullable Long rtt, int again) {
    return Traces.with(ECHO, Traces.handshake(kind, rtt, again), FOUR);
  }

  private static Timeline closed(@Nullable Teardown teardown) {
    return Traces.with(ECHO, null, teardown);
  }

  @Test
  void aHandshakeIsCompletedInTime() {
    Timeline fast = opened(Handshake.Kind.THREE_WAY, 200_000L, 0);

    assertPasses(fast, c -> c.completedHandshake().within(Duration.ofMillis(1)).hasNoResets());
    assertBreaks(fast, c -> c.completedHandshake().within(Duration.ofNanos(1000)))
        .startsWith(
            "Expected connection 0 (client 10.0.0.1:40000 to server 10.0.0.2:8080) to complete its handshake"
                + " within 1 µs, but it took 200 µs.");
    assertBreaks(opened(Handshake.Kind.INCOMPLETE, null, 0), c -> c.completedHandshake())
        .contains("but it did not");
    assertBreaks(opened(Handshake.Kind.REFUSED, null, 0), c -> c.completedHandshake())
        .contains("but it was refused");
    assertBreaks(closed(FOUR), c -> c.completedHandshake())
        .contains("but it was open before the capture began");
  }

  @Test
  void aHandshakeNeedsNoRepetition() {
    assertPasses(
        opened(Handshake.Kind.THREE_WAY, 1L, 0),
        c -> c.completedHandshake().withoutRetransmissions());
    assertBreaks(
            opened(Handshake.Kind.THREE_WAY, 1L, 2),
            c -> c.completedHandshake().withoutRetransmissions())
        .contains("2 segments of it were sent again");
  }

  @Test
  void aRefusalIsOne() {
    assertPasses(opened(Handshake.Kind.REFUSED, null, 0), ConnectionAssert::wasRefused);
    assertBreaks(ECHO, ConnectionAssert::wasRefused).contains("to be refused, but it was not");
  }

  @Test
  void whoClosesFirstIsTold() {
    assertPasses(closed(FOUR), c -> c.closedBy(Side.CLIENT));
    assertBreaks(closed(FOUR), c -> c.closedBy(Side.SERVER))
        .contains("to be closed by the server, but the client did")
        .contains("▲ expected to be closed by the server");
    assertBreaks(closed(null), c -> c.closedBy(Side.CLIENT)).contains("but it is still open");
    assertPasses(closed(null), ConnectionAssert::isOpen);
    assertBreaks(closed(FOUR), ConnectionAssert::isOpen).contains("to be open, but it was closed");
  }

  @Test
  void aGracefulCloseHasThreeSegmentsOrFour() {
    Teardown three = Traces.teardown(Teardown.Kind.FIN, Side.CLIENT, null, 3, Side.CLIENT);
    Teardown half = Traces.teardown(Teardown.Kind.HALF_CLOSED, Side.CLIENT, null, null, null);
    Teardown reset = Traces.teardown(Teardown.Kind.RESET, Side.CLIENT, Side.SERVER, null, null);

    assertPasses(closed(FOUR), c -> c.closedBy(Side.CLIENT).gracefully());
    assertPasses(closed(three), c -> c.closedBy(Side.CLIENT).gracefully());
    assertBreaks(closed(half), c -> c.closedBy(Side.CLIENT).gracefully())
        .contains("but the server has not closed its side");
    assertBreaks(closed(reset), c -> c.closedBy(Side.CLIENT).gracefully())
        .contains("to be closed gracefully by the client, but the server reset it");
    assertPasses(closed(three), c -> c.closedBy(Side.CLIENT).inSegments(3));
    assertBreaks(closed(three), c -> c.closedBy(Side.CLIENT).inSegments(4))
        .contains("to be closed in 4 segments, but it took 3");
  }

  @Test
  void anAbruptCloseIsAReset() {
    Teardown reset = Traces.teardown(Teardown.Kind.RESET, null, Side.CLIENT, null, null);

    assertPasses(closed(reset), c -> c.closedBy(Side.CLIENT).abruptly());
    assertBreaks(closed(FOUR), c -> c.closedBy(Side.CLIENT).abruptly()).contains("but it was not");
  }

  @Test
  void whoClosesFirstStaysInTimeWait() {
    assertPasses(closed(FOUR), c -> c.closedBy(Side.CLIENT).leavingTimeWait());
    Teardown none = Traces.teardown(Teardown.Kind.FIN, Side.CLIENT, null, 4, null);
    assertBreaks(closed(none), c -> c.closedBy(Side.CLIENT).leavingTimeWait())
        .contains("to leave the client in TIME-WAIT, but nobody is in it");
  }

  @Test
  void resetsAreSeen() {
    assertPasses(ECHO, ConnectionAssert::hasNoResets);
    assertBreaks(RESET, ConnectionAssert::hasNoResets)
        .contains("to have no RST, but the server sent one");
    assertPasses(RESET, c -> c.wasResetBy(Side.SERVER));
    assertBreaks(RESET, c -> c.wasResetBy(Side.CLIENT))
        .contains("to be reset by the client, but that sent no RST");
  }

  @Test
  void whatIsMissingTakesAProof() {
    Timeline unproven = Traces.unproven(Traces.ECHO);

    assertBreaks(unproven, ConnectionAssert::hasNoResets)
        .startsWith("It cannot be said of connection 0")
        .contains("that there was no RST: the capture is not proven complete");
    assertBreaks(unproven, ConnectionAssert::hasNoRetransmissions).contains("cannot be said");
    assertBreaks(unproven, ConnectionAssert::hasNoZeroWindows).contains("cannot be said");
    assertBreaks(unproven, ConnectionAssert::isOpen).contains("cannot be said");
    assertBreaks(unproven, c -> c.hasRetransmissions(0)).contains("cannot be said");
    assertBreaks(unproven, c -> c.hasSegmentsWithPayload(Side.CLIENT, 1))
        .contains("that there were no more than 1 segment with payload from the client");
    assertBreaks(unproven, c -> c.sent(Side.CLIENT, 5)).contains("cannot be said");
    assertBreaks(unproven, c -> c.isExactly("> S\n...")).contains("that there was nothing else");
    assertPasses(unproven, c -> c.follows("> S").contains("> S"));
    assertBreaks(
            Traces.with(unproven, Traces.handshake(Handshake.Kind.THREE_WAY, 1L, 0), FOUR),
            c -> c.completedHandshake().withoutRetransmissions())
        .contains("that no segment of its handshake was sent again");
  }

  @Test
  void variantsStayForbiddenBeyondTheHandshakeAndTheClosing() {
    Timeline pushed = opened(Handshake.Kind.THREE_WAY, 200_000L, 0);

    assertPasses(pushed, c -> c.completedHandshake().follows("> . (5)"));
    assertBreaks(pushed, c -> c.withoutVariants().completedHandshake().follows("> . (5)"))
        .contains("✗ > . (5)");
    assertBreaks(pushed, c -> c.withoutVariants().closedBy(Side.CLIENT).follows("> . (5)"))
        .contains("✗ > . (5)");
  }

  @Test
  void oneTapAloneCannotTellWhatWasLost() {
    Timeline two =
        Timeline.of(
            List.of(ECHO.captures().getFirst(), ECHO.captures().getFirst()), ECHO.connections());

    assertBreaks(two, ConnectionAssert::hasNoLosses)
        .contains("to have lost nothing, but one tap alone saw it, which cannot tell");
  }

  @Test
  void retransmissionsAreCounted() {
    assertPasses(ECHO, ConnectionAssert::hasNoRetransmissions);
    assertPasses(RESET, c -> c.hasRetransmissions(1));
    assertBreaks(RESET, ConnectionAssert::hasNoRetransmissions)
        .contains("to have no retransmission, but the client sent one");
    assertBreaks(ECHO, c -> c.hasRetransmissions(1))
        .contains("to have 1 retransmission, but there are 0");
  }

  @Test
  void oneTapCannotTellOfLosses() {
    assertBreaks(ECHO, ConnectionAssert::hasNoLosses)
        .contains("but one tap cannot tell: merge one of each side");
  }

  @Test
  void windowsAreLookedAt() {
    assertPasses(ECHO, ConnectionAssert::hasNoZeroWindows);
    String stalled = Traces.ECHO.replace("< .  1:1(0) ack 6 ", "< .  1:1(0) ack 6 win 0 ");
    assertBreaks(Traces.proven(stalled), ConnectionAssert::hasNoZeroWindows)
        .contains("to have no zero window, but the server sent one");
  }

  @Test
  void payloadIsCounted() {
    assertPasses(ECHO, c -> c.sent(Side.CLIENT, 5).sent(Side.SERVER, 8));
    assertBreaks(ECHO, c -> c.sent(Side.CLIENT, 6))
        .contains("to carry 6 octets from the client, but it carried 5");
    assertPasses(ECHO, c -> c.hasSegmentsWithPayload(Side.SERVER, 1));
    assertBreaks(ECHO, c -> c.hasSegmentsWithPayload(Side.SERVER, 2))
        .contains("to have 2 segments with payload from the server, but there is 1");
  }

  @Test
  void statesAreTold() {
    assertPasses(ECHO, c -> c.endedIn(Side.CLIENT, TcpState.TIME_WAIT).hasConnState("SF"));
    assertBreaks(ECHO, c -> c.endedIn(Side.SERVER, TcpState.TIME_WAIT))
        .contains("to leave the server in TIME-WAIT, but that is in CLOSED");
    assertBreaks(ECHO, c -> c.hasConnState("S1")).contains("to be S1, but it is SF");
  }

  @Test
  void itsTimeIsTold() {
    assertPasses(ECHO, c -> c.lastedAtMost(Duration.ofMillis(1)));
    assertBreaks(ECHO, c -> c.lastedAtMost(Duration.ofNanos(500_000)))
        .contains("to last at most 500 µs, but it lasted 1 ms");
  }

  @Test
  void itsFindingsAreFound() {
    assertBreaks(ECHO, c -> c.hasFinding("segment-loss"))
        .contains("to have the finding segment-loss, but it has none");
  }

  @Test
  void itsSegmentsAreLookedAt() {
    assertPasses(
        ECHO,
        c ->
            c.segment(Side.CLIENT, s -> s.len() > 0)
                .hasFlags(Flag.PSH, Flag.ACK)
                .hasLength(5)
                .contains("hell")
                .isNoRetransmission()
                .and()
                .hasNoResets()
                .segments()
                .hasSize(11));
    assertBreaks(ECHO, c -> c.segment(Side.CLIENT, s -> s.len() > 5))
        .contains("to have such a segment from the client, but none of its 6 is so");
    assertBreaks(ECHO, c -> c.segment(Side.CLIENT, s -> s.len() > 0).hasLength(6))
        .startsWith(
            "Expected frame 4 of connection 0 (client 10.0.0.1:40000 to server 10.0.0.2:8080) to carry 6 octets,"
                + " but it carries 5.");
    assertBreaks(ECHO, c -> c.segment(Side.CLIENT, s -> s.len() > 0).contains("bye"))
        .contains("to contain «bye», but it is «hello»");
    assertBreaks(ECHO, c -> c.segment(Side.CLIENT, s -> s.len() > 0).hasFlags(Flag.ACK))
        .contains("to have the flags [ACK], but it has [ACK, PSH]");
    assertBreaks(
            RESET,
            c -> c.segment(Side.CLIENT, s -> s.retransmission() != null).isNoRetransmission())
        .contains("to be sent once, but it was sent again");
  }

  @Test
  void ofItsSegmentsAsAListTooOneSeesWhatTheyAre() {
    assertBreaks(ECHO, c -> c.as("the echo").segments().hasSize(3))
        .startsWith(
            "[the echo, the segments of connection 0 (client 10.0.0.1:40000 to server 10.0.0.2:8080)]")
        .contains("frame 4: > P. 1:6(5) ack 1")
        .doesNotContain("SegmentEvent[");
  }

  @Test
  void textThatIsNotThereIsShownOnOneLine() {
    Timeline lines = Traces.proven(Traces.ECHO.replace("\"hello\"", "\"a\\r\\nbc\""));

    assertBreaks(lines, c -> c.segment(Side.CLIENT, s -> s.len() > 0).contains("x\n"))
        .contains("to contain «x\\n», but it is «");
  }

  @Test
  void aTraceIsFollowed() {
    assertPasses(
        ECHO,
        c ->
            c.follows(
                """
                > S
                < S.
                > .
                ...
                > F.
                """));
    assertBreaks(RESET, c -> c.follows("> S\n< S.\n...\n> F."))
        .startsWith(
            """
            Expected connection 0 (client 10.0.0.1:40000 to server 10.0.0.2:8080) to follow

                > S
                < S.
                ...
              ✗ > F.
            """)
        .contains("▲ expected here (line 4): > F.");
  }

  @Test
  void aTraceIsExactlySo() {
    assertPasses(ECHO, c -> c.isExactly("> S\n< S.\n> .\n> P. (5)\n< P. (8)\n...\n> ."));
    assertBreaks(ECHO, c -> c.isExactly("> S\n< S.\n> .\n> P. (5)\n< P. (8)"))
        .contains("▲ no line expects this");
    assertBreaks(
            ECHO, c -> c.withoutVariants().isExactly("> S\n< S.\n> .\n> P. (5)\n< P. (8)\n..."))
        .contains("to be exactly");
  }

  @Test
  void aTraceIsContained() {
    assertPasses(ECHO, c -> c.contains("> F.\n> S"));
    assertBreaks(ECHO, c -> c.contains("> R")).contains("to contain").contains("✗ > R");
  }

  @Test
  void nothingIsSaidOfAClientBehindDockersProxy() {
    Timeline proxied =
        ECHO.withConnections(
            List.of(
                ECHO.connections()
                    .getFirst()
                    .withEnds(
                        new Endpoint("172.17.0.1", 40000, "docker-proxy"),
                        ECHO.connections().getFirst().server())));

    assertPasses(proxied, c -> c.hasNoResets().sent(Side.SERVER, 8));
    List<Consumer<ConnectionAssert>> ofTheClient =
        List.of(
            c -> c.closedBy(Side.CLIENT),
            c -> c.wasResetBy(Side.CLIENT),
            c -> c.sent(Side.CLIENT, 5),
            c -> c.endedIn(Side.CLIENT, TcpState.TIME_WAIT),
            c -> c.hasSegmentsWithPayload(Side.CLIENT, 1),
            c -> c.follows("> S"));
    for (var assertion : ofTheClient) {
      assertBreaks(proxied, assertion)
          .startsWith(
              "Expected connection 0 (docker-proxy 172.17.0.1:40000 to server 10.0.0.2:8080)")
          .contains("that is Docker's proxy", "address() of the tap");
    }
  }
}
