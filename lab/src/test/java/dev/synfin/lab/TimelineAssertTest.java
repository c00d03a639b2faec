package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

/** What is asserted of whole timelines, in both directions. */
class TimelineAssertTest {
  private static final Timeline ONE = Traces.proven(Traces.ECHO);
  private static final Timeline TWO = Traces.proven(Traces.ECHO, Traces.RESET);

  static AbstractStringAssert<?> assertFails(
      Timeline timeline, Consumer<TimelineAssert> assertion) {
    return org.assertj.core.api.Assertions.assertThat(
        assertThatExceptionOfType(AssertionError.class)
            .isThrownBy(() -> assertion.accept(assertThat(timeline)))
            .actual()
            .getMessage());
  }

  @Test
  void aProvenCaptureIsComplete() {
    assertThat(ONE).isComplete();
    assertFails(Traces.unproven(Traces.ECHO), TimelineAssert::isComplete)
        .startsWith(
            "Expected a capture that is proven complete, but it is not: 2 frames were dropped.")
        .contains("├─ SYN seq 0");
  }

  @Test
  void connectionsAreCounted() {
    assertThat(ONE).hasConnections(1);
    assertFails(TWO, t -> t.hasConnections(1))
        .startsWith("Expected 1 connection, but there are 2.");
  }

  @Test
  void noConnectionAtAllTakesAProof() {
    assertThat(Traces.of(true, null, 3)).hasConnections(0);
    assertFails(Traces.unproven(), t -> t.hasConnections(0))
        .startsWith(
            "It cannot be said that there was no connection: the capture is not proven complete (2"
                + " frames were dropped).");
    assertFails(Traces.silent(), t -> t.hasConnections(0))
        .startsWith(
            "It cannot be said that there was no connection: the capture saw nothing at all.");
  }

  @Test
  void thatThereAreNoMoreTakesAProof() {
    assertFails(Traces.unproven(Traces.ECHO), t -> t.hasConnections(1))
        .startsWith("It cannot be said that there was no more than 1 connection: ");
    assertFails(Traces.silent(), t -> t.matchesGolden("echo"))
        .startsWith(
            "It cannot be said that there was nothing but what is stored: the capture saw nothing");
  }

  @Test
  void oneOfTwoCapturesThatSawNothingProvesNothing() {
    Timeline half =
        Timeline.of(
            List.of(ONE.captures().getFirst(), Traces.silent().captures().getFirst()),
            ONE.connections());

    assertFails(half, TimelineAssert::hasNoResets)
        .contains("one of the captures saw nothing at all");
  }

  @Test
  void silenceIsAssertedAsSuch() {
    assertThat(Traces.silent()).hasNoTraffic();
    assertFails(ONE, TimelineAssert::hasNoTraffic)
        .startsWith("Expected no traffic, but there were 10 packets.");
  }

  @Test
  void connectionsAreFoundByTheirPort() {
    assertThat(ONE).hasConnectionTo(8080).noConnectionTo(9999);
    assertFails(ONE, t -> t.hasConnectionTo(9999))
        .startsWith("Expected a connection to port 9999, but there is none.");
    assertFails(ONE, t -> t.noConnectionTo(8080))
        .startsWith(
            "Expected no connection to port 8080, but connection 0 from 10.0.0.1:40000 is one.");
  }

  @Test
  void thatThereWasNoneTakesAProof() {
    assertFails(Traces.unproven(Traces.ECHO), t -> t.noConnectionTo(9999))
        .startsWith("It cannot be said that there was no connection to port 9999: ");
    assertFails(Traces.silent(), t -> t.noConnectionTo(9999)).contains("saw nothing at all");
  }

  @Test
  void resetsAndRetransmissionsAreFoundInAnyConnection() {
    assertThat(ONE).hasNoResets().hasNoRetransmissions();
    assertFails(TWO, TimelineAssert::hasNoResets)
        .startsWith(
            "Expected connection 1 (client 10.0.0.1:40000 to server 10.0.0.2:8080) to have no RST, but the server"
                + " sent one.")
        .contains("▲ expected to have no RST");
    assertFails(TWO, TimelineAssert::hasNoRetransmissions).contains("but the client sent one");
    assertFails(Traces.unproven(Traces.ECHO), TimelineAssert::hasNoResets)
        .startsWith("It cannot be said that there was no RST: the capture is not proven complete");
    assertFails(Traces.silent(), TimelineAssert::hasNoRetransmissions)
        .startsWith("It cannot be said that nothing was sent again: the capture saw nothing");
  }

  @Test
  void oneConnectionIsLookedAt() {
    assertThat(TWO)
        .connection(1, c -> c.hasRetransmissions(1))
        .connectionTo(8080, c -> c.hasNoResets())
        .anyConnection(c -> c.wasResetBy(Side.SERVER))
        .everyConnection(ConnectionAssert::completedHandshake);
    assertFails(ONE, t -> t.connection(1, c -> {}))
        .startsWith("Expected connection 1 (the first is 0), but there is 1.");
    assertFails(ONE, t -> t.anyConnection(c -> c.wasResetBy(Side.SERVER)))
        .startsWith("Expected at least one connection to pass, but none of 1 does; the first: ");
    assertFails(TWO, t -> t.everyConnection(ConnectionAssert::hasNoResets))
        .startsWith("Expected connection 1");
    assertFails(Traces.silent(), t -> t.everyConnection(c -> {}))
        .startsWith("Expected each connection to pass, but there is none.");
    assertFails(ONE, t -> t.connectionTo(1, c -> {})).contains("a connection to port 1");
  }

  @Test
  void findingsAreFound() {
    var loss =
        new Finding(
            "segment-loss",
            Finding.Severity.WARNING,
            "Loss",
            "A segment was lost.",
            List.of(4L),
            null,
            null);
    Timeline lossy = ONE.withFindings(List.of(loss));

    assertThat(lossy).hasFinding("segment-loss").hasNoFinding("syn-filtered");
    assertThat(ONE).hasNoFindings();
    assertFails(lossy, TimelineAssert::hasNoFindings)
        .startsWith("Expected no finding segment-loss, but: A segment was lost.");
    assertFails(lossy, t -> t.hasNoFinding("segment-loss")).startsWith("Expected no finding");
    assertFails(lossy, t -> t.hasFinding("syn-filtered"))
        .startsWith("Expected the finding syn-filtered, but there is segment-loss.");
    assertFails(ONE, t -> t.hasFinding("syn-filtered")).contains("but there is none");
    assertFails(Traces.silent(), TimelineAssert::hasNoFindings).contains("saw nothing at all");
  }

  @Test
  void aFindingThatNobodyCanFindIsNoneThatIsMissing() {
    assertFails(ONE, t -> t.hasNoFinding("segment-los"))
        .startsWith("No finding is called segment-los; did you mean segment-loss?");
    assertFails(ONE, t -> t.hasFinding("segment-los")).startsWith("No finding is called");
  }

  @Test
  void callsAreFound() {
    var refused =
        new CallEvent(
            Side.CLIENT,
            null,
            Instant.EPOCH,
            5L,
            "connect",
            List.of(),
            null,
            "ECONNREFUSED",
            1L,
            3,
            null,
            null);
    Timeline called = ONE.withCalls(List.of(refused));

    assertThat(called).call(Side.CLIENT, "connect").failedWith("ECONNREFUSED");
    assertFails(called, t -> t.call(Side.CLIENT, "connect").succeeded())
        .startsWith("Expected connect of the client to succeed, but it failed with ECONNREFUSED.");
    assertFails(called, t -> t.call(Side.CLIENT, "connect").returned(0))
        .startsWith("Expected connect of the client to return 0, but it failed");
    assertFails(called, t -> t.call(Side.CLIENT, "bind"))
        .startsWith("Expected the client to call bind, but it did not.");
    assertFails(ONE, t -> t.call(Side.SERVER, "accept")).contains("taps see packets, not calls");
  }

  @Test
  void theKernelIsAsked() {
    Timeline asked = ONE.withKernel(List.of(sample(0, 1), sample(2, 0)));

    assertThat(asked)
        .kernel(Side.SERVER)
        .has("TIME_WAIT", 0)
        .everHad("TIME_WAIT", 1)
        .counted("ListenOverflows", 2);
    assertFails(asked, t -> t.kernel(Side.SERVER).has("TIME_WAIT", 1))
        .startsWith("Expected the kernel of the server to have 1 sockets in TIME_WAIT, but it has");
    assertFails(asked, t -> t.kernel(Side.SERVER).everHad("TIME_WAIT", 2))
        .contains("the most it was seen with is 1");
    assertFails(asked, t -> t.kernel(Side.SERVER).counted("ListenOverflows", 0))
        .contains("but it counted 2");
    assertFails(asked, t -> t.kernel(Side.CLIENT))
        .startsWith("The kernel of the client was not asked: a tap asks that of the container");
  }

  @Test
  void whatTheKernelDoesNotKnowIsNoZero() {
    Timeline asked = ONE.withKernel(List.of(sample(0, 1)));

    assertFails(asked, t -> t.kernel(Side.SERVER).counted("ListenOverflow", 0))
        .startsWith("The kernel has no counter ListenOverflow; did you mean ListenOverflows?");
    assertFails(asked, t -> t.kernel(Side.SERVER).has("TIMEWAIT", 0))
        .startsWith("The kernel has no state TIMEWAIT; did you mean TIME_WAIT?");
    assertFails(asked, t -> t.kernel(Side.SERVER).counted("Nonsense", 0))
        .startsWith("The kernel has no counter Nonsense. There are ListenOverflows");
  }

  @Test
  void thatTheKernelHadNoneTakesAProof() {
    Timeline asked = Traces.unproven(Traces.ECHO).withKernel(List.of(sample(0, 0)));

    assertFails(asked, t -> t.kernel(Side.SERVER).counted("ListenOverflows", 0))
        .startsWith("It cannot be said that there was no ListenOverflows: ");
    assertFails(asked, t -> t.kernel(Side.SERVER).has("TIME_WAIT", 0))
        .startsWith("It cannot be said that there was no TIME_WAIT: ");
  }

  @Test
  void theLadderMarksWhereItWentWrong() {
    assertFails(ONE, t -> t.noConnectionTo(8080)).contains("▲ expected no connection to port 8080");
    assertFails(
            ONE.withKernel(List.of(sample(0, 1))), t -> t.kernel(Side.SERVER).has("TIME_WAIT", 5))
        .contains("▲ the kernel was expected to have 5 sockets in TIME_WAIT");
  }

  private static KernelSample sample(long overflows, long timeWait) {
    return new KernelSample(
        Instant.EPOCH,
        Side.SERVER,
        Map.of("TIME_WAIT", timeWait),
        Map.of(),
        null,
        null,
        null,
        Map.of("ListenOverflows", overflows),
        null);
  }

  @Test
  void aConnectionBeforeTheFirstIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(ONE).connection(-1, c -> {}))
        .withMessage("Connections are numbered from 0; there is no -1.");
  }

  @Test
  void whatTheTestCallsItStandsInFront() {
    assertFails(TWO, t -> t.as("the checkout").connection(1, ConnectionAssert::hasNoResets))
        .startsWith("[the checkout] Expected connection 1");
    assertFails(TWO, t -> t.as("it").connection(1, c -> c.as("its call").hasNoResets()))
        .startsWith("[its call] Expected connection 1");
    assertFails(
            ONE.withKernel(List.of(sample(0, 1))),
            t -> t.as("the checkout").kernel(Side.SERVER).has("TIME_WAIT", 5))
        .startsWith("[the checkout] Expected the kernel");
    assertFails(TWO, t -> t.as("the checkout").hasConnections(1))
        .startsWith("[the checkout] Expected 1 connection");
  }
}
