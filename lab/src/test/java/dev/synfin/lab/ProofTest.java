package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Handshake;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every assertion of the kit either says that something happened, which one packet shows, or that
 * something did not, which takes a capture that is proven complete and saw something. A new one is
 * entered here, or this fails.
 */
class ProofTest {
  private static final List<Class<?>> ASSERTIONS =
      List.of(
          TimelineAssert.class,
          ConnectionAssert.class,
          HandshakeAssert.class,
          ClosingAssert.class,
          SegmentAssert.class,
          KernelAssert.class,
          CallAssert.class);

  /** What they say happened; or they only lead to others. */
  private static final Set<String> SAY_WHAT_HAPPENED =
      Set.of(
          "TimelineAssert.hasConnectionTo(int)",
          "TimelineAssert.connection(int, Consumer)",
          "TimelineAssert.connectionTo(int, Consumer)",
          "TimelineAssert.anyConnection(Consumer)",
          "TimelineAssert.hasFinding(String)",
          "TimelineAssert.finding(String, Consumer)",
          "TimelineAssert.call(Side, String)",
          "TimelineAssert.kernel(Side)",
          "ConnectionAssert.completedHandshake()",
          "ConnectionAssert.wasRefused()",
          "ConnectionAssert.closedBy(Side)",
          "ConnectionAssert.wasResetBy(Side)",
          "ConnectionAssert.hasFinding(String)",
          "ConnectionAssert.segments()",
          "ConnectionAssert.segment(Side, Predicate)",
          "ConnectionAssert.withoutVariants()",
          "ConnectionAssert.follows(String)",
          "ConnectionAssert.contains(String)",
          "HandshakeAssert.within(Duration)",
          "ClosingAssert.abruptly()",
          "ClosingAssert.leavingTimeWait()",
          "SegmentAssert.hasFlags(Flag[])",
          "SegmentAssert.hasLength(int)",
          "SegmentAssert.contains(String)",
          "SegmentAssert.and()",
          "KernelAssert.everHad(String, int)",
          "CallAssert.returned(Object)",
          "CallAssert.failedWith(String)",
          "CallAssert.succeeded()");

  /** Whole by themselves: they say in their own words that the capture is not. */
  private static final Set<String> ARE_PROOFS =
      Set.of("TimelineAssert.isComplete()", "TimelineAssert.hasNoTraffic()");

  /** What they say did not happen, or no more often. Each holds of {@link #timeline}. */
  private static final Map<String, Consumer<TimelineAssert>> SAY_WHAT_DID_NOT =
      Map.ofEntries(
          Map.entry("TimelineAssert.hasConnections(int)", t -> t.hasConnections(1)),
          Map.entry("TimelineAssert.noConnectionTo(int)", t -> t.noConnectionTo(9999)),
          Map.entry("TimelineAssert.hasNoResets()", TimelineAssert::hasNoResets),
          Map.entry("TimelineAssert.hasNoRetransmissions()", TimelineAssert::hasNoRetransmissions),
          Map.entry("TimelineAssert.hasNoFinding(String)", t -> t.hasNoFinding("segment-loss")),
          Map.entry("TimelineAssert.hasNoFindings()", TimelineAssert::hasNoFindings),
          Map.entry("TimelineAssert.matchesGolden(String)", t -> t.matchesGolden("echo")),
          Map.entry("TimelineAssert.everyConnection(Consumer)", t -> t.everyConnection(c -> {})),
          of("ConnectionAssert.isOpen()", ConnectionAssert::isOpen),
          of("ConnectionAssert.hasNoResets()", ConnectionAssert::hasNoResets),
          of("ConnectionAssert.hasNoRetransmissions()", ConnectionAssert::hasNoRetransmissions),
          of("ConnectionAssert.hasRetransmissions(int)", c -> c.hasRetransmissions(0)),
          of("ConnectionAssert.hasNoLosses()", ConnectionAssert::hasNoLosses),
          of("ConnectionAssert.hasNoZeroWindows()", ConnectionAssert::hasNoZeroWindows),
          of("ConnectionAssert.sent(Side, long)", c -> c.sent(Side.CLIENT, 5)),
          of(
              "ConnectionAssert.hasSegmentsWithPayload(Side, int)",
              c -> c.hasSegmentsWithPayload(Side.CLIENT, 1)),
          of(
              "ConnectionAssert.endedIn(Side, TcpState)",
              c -> c.endedIn(Side.CLIENT, TcpState.TIME_WAIT)),
          of("ConnectionAssert.hasConnState(String)", c -> c.hasConnState("SF")),
          of("ConnectionAssert.lastedAtMost(Duration)", c -> c.lastedAtMost(Duration.ofSeconds(1))),
          of("ConnectionAssert.isExactly(String)", c -> c.isExactly("> S\n...")),
          of(
              "HandshakeAssert.withoutRetransmissions()",
              c -> c.completedHandshake().withoutRetransmissions()),
          of("ClosingAssert.gracefully()", c -> c.closedBy(Side.CLIENT).gracefully()),
          of("ClosingAssert.inSegments(int)", c -> c.closedBy(Side.CLIENT).inSegments(3)),
          of(
              "SegmentAssert.isNoRetransmission()",
              c -> c.segment(Side.CLIENT, s -> s.len() > 0).isNoRetransmission()),
          Map.entry(
              "KernelAssert.has(String, int)", t -> t.kernel(Side.SERVER).has("TIME_WAIT", 0)),
          Map.entry(
              "KernelAssert.counted(String, long)",
              t -> t.kernel(Side.SERVER).counted("ListenOverflows", 0)));

  private static Map.Entry<String, Consumer<TimelineAssert>> of(
      String name, Consumer<ConnectionAssert> assertion) {
    return Map.entry(name, t -> t.connection(0, assertion));
  }

  /** Each of which the assertion would hold, were it proven. */
  private static Timeline timeline(String assertion, boolean complete, long frames) {
    Timeline one =
        Traces.of(complete, complete ? null : "2 frames were dropped", frames, Traces.ECHO);
    Teardown unacknowledged =
        new Teardown(
            Teardown.Kind.FIN,
            Side.CLIENT,
            new Teardown.Frames(8L, 9L, 10L, null),
            3,
            null,
            Side.CLIENT,
            null,
            null);
    Teardown teardown = assertion.contains(".isOpen(") ? null : unacknowledged;
    Timeline other =
        Traces.with(one, Traces.handshake(Handshake.Kind.THREE_WAY, 1L, 0), teardown)
            .withKernel(List.of(asked()));
    return assertion.contains("Losses") ? seenTwice(other) : other;
  }

  private static KernelSample asked() {
    return new KernelSample(
        Instant.EPOCH,
        Side.SERVER,
        Map.of("LISTEN", 1L),
        Map.of(),
        null,
        null,
        null,
        Map.of("ListenOverflows", 0L),
        null);
  }

  /** By a tap at each end. */
  private static Timeline seenTwice(Timeline one) {
    Capture each = one.captures().getFirst();
    Timeline merged =
        SideView.merge(List.of(SideViewTest.client(Traces.ECHO), SideViewTest.server(Traces.ECHO)));
    return Timeline.of(List.of(each, each), merged.connections());
  }

  @Test
  void everyAssertionIsOneOrTheOther() {
    var listed = new TreeSet<>(SAY_WHAT_HAPPENED);
    listed.addAll(ARE_PROOFS);
    listed.addAll(SAY_WHAT_DID_NOT.keySet());

    assertThat(listed).isEqualTo(assertions());
  }

  @Test
  void whatIsNamedAsANegationIsOne() {
    assertThat(assertions())
        .filteredOn(name -> name.matches(".*\\.(no|hasNo|isNo|without|never)[A-Z].*"))
        .allSatisfy(name ->
            assertThat(
                    SAY_WHAT_DID_NOT.containsKey(name)
                        || ARE_PROOFS.contains(name)
                        || name.contains("withoutVariants"))
                .as(name)
                .isTrue());
  }

  private static Set<String> assertions() {
    return ASSERTIONS.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
        .map(ProofTest::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  static Stream<String> negations() {
    return SAY_WHAT_DID_NOT.keySet().stream().sorted();
  }

  private static Consumer<TimelineAssert> assertion(String name) {
    return Objects.requireNonNull(SAY_WHAT_DID_NOT.get(name));
  }

  @ParameterizedTest
  @MethodSource("negations")
  void holdsOfACaptureThatIsProvenComplete(String name) {
    assertThatCode(() -> assertion(name).accept(assertThat(timeline(name, true, 10))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("negations")
  void failsOfOneThatIsNot(String name) {
    TimelineAssertTest.assertFails(timeline(name, false, 10), assertion(name))
        .contains("cannot be said", "the capture is not proven complete (2 frames were dropped");
  }

  @ParameterizedTest
  @MethodSource("negations")
  void failsOfOneThatSawNothing(String name) {
    TimelineAssertTest.assertFails(timeline(name, true, 0), assertion(name))
        .contains("cannot be said", "saw nothing at all");
  }
}
