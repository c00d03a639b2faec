package dev.synfin.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Capture.Vantage;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Lost;
import dev.synfin.timeline.Seen;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Findings that say more where taps at both ends, or the programs' calls, are known. */
class TapsTest {
  private static final List<Capture> BOTH =
      List.of(
          TraceFixture.capture("client", Vantage.CLIENT),
          TraceFixture.capture("server", Vantage.SERVER));
  private static final String SYNS =
      """
       0.000 > S  0:0(0) win 64240 <mss 1460>
      +1.000 > S  0:0(0) win 64240 <mss 1460>
      """;
  private static final String SENT_AGAIN =
      Diagnosed.HANDSHAKE
          + """
          +0.001 > P. 1:6(5) ack 1
          +0.400 > P. 1:6(5) ack 1
          +0.001 < .  1:1(0) ack 6
          """;

  private static final String RESET =
      Diagnosed.HANDSHAKE
          + """
          +0.001 > P. 1:6(5) ack 1
          +0.001 < P. 1:9(8) ack 6
          +0.010 < R. 9:9(0) ack 6 win 0
          """;

  private static Connection connection(String trace) {
    return Diagnosed.trace(trace).timeline.connections().getFirst();
  }

  private static List<Finding> found(
      List<Capture> captures, Connection connection, KernelSample... kernel) {
    var timeline = Timeline.of(captures, List.of(connection)).withKernel(List.of(kernel));
    return Diagnosis.of(timeline).connections().getFirst().findings();
  }

  /** Both taps saw each segment, except those that were lost. */
  private static Connection seen(String trace, Long... lostFrames) {
    var connection = connection(trace);
    var events = new ArrayList<Event>();
    for (var s : connection.segments()) {
      var lost = List.of(lostFrames).contains(s.frame());
      events.add(lost ? sight(s, lost, "client") : sight(s, lost, "client", "server"));
    }
    return connection.withEvents(events);
  }

  private static SegmentEvent sight(SegmentEvent s, boolean lost, String... taps) {
    var seen = Stream.of(taps).map(t -> new Seen(t, s.frame(), s.tNs())).toList();
    var where = lost ? new Lost(List.of("client", "server"), "drop the SYN") : null;
    return s.withSight(s.tNs(), s.clientState(), s.serverState(), seen, where);
  }

  @Test
  void whatIsStillUnderWayOnASlowWayIsNoSilence() {
    assertThat(found(BOTH, answerArrivingAt(2_700_000_000L)))
        .extracting(Finding::id)
        .doesNotContain("half-open-peer");
    assertThat(found(BOTH, answerArrivingAt(1_100_000_000L)))
        .extracting(Finding::id)
        .contains("half-open-peer");
  }

  /** The server answers at once, and the client sends the same again until it has the answer. */
  private static Connection answerArrivingAt(long ns) {
    Connection connection =
        seen(
            Diagnosed.HANDSHAKE
                + """
                +1.000 > P. 1:6(5) ack 1
                +0.001 < .  1:1(0) ack 6
                +0.200 > P. 1:6(5) ack 1
                +0.400 > P. 1:6(5) ack 1
                +0.800 > P. 1:6(5) ack 1
                """);
    var events = new ArrayList<Event>(connection.allEvents());
    var answer = (SegmentEvent) events.get(4);
    var seen = List.of(new Seen("server", 5, answer.tNs()), new Seen("client", 5, ns));
    events.set(
        4,
        answer.withSight(
            answer.tNs(), answer.clientState(), answer.serverState(), seen, answer.lost()));
    return connection.withEvents(events);
  }

  private static KernelSample full(long waiting, long overflows) {
    return new KernelSample(
        Instant.EPOCH,
        Side.SERVER,
        Map.of(),
        Map.of("8080", new KernelSample.AcceptQueue(waiting, 1L)),
        null,
        null,
        null,
        Map.of("ListenOverflows", overflows),
        null,
        Map.of());
  }

  @Test
  void aSynThatWasLostIsSaidToBeLostThere() {
    assertThat(found(BOTH, seen(SYNS, 1L, 2L)))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.id()).isEqualTo("syn-filtered");
          assertThat(f.explanation())
              .startsWith("2 SYNs to 10.0.0.2:8080 within 1.0 s")
              .contains("they were lost between client and server (the fault «drop the SYN»).");
          assertThat(f.next()).doesNotContain("Capture at");
        });
  }

  @Test
  void aSynThatReachedTheServersTapWasFilteredByNothingOnTheWay() {
    assertThat(found(BOTH, seen(SYNS)))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.explanation())
              .contains("2 of them reached the server's end")
              .doesNotContain("on the way");
          assertThat(f.next()).startsWith("Look at the server");
        });
    var loopback = List.of(TraceFixture.capture("lo", Vantage.LOOPBACK));
    assertThat(found(loopback, connection(SYNS)).getFirst().explanation())
        .contains("2 of them reached the server's end");
    var client = List.of(TraceFixture.capture("client", Vantage.CLIENT));
    assertThat(found(client, connection(SYNS)).getFirst().explanation())
        .contains("something on the way drops them in silence");
  }

  @Test
  void whatAFullQueueDroppedIsNotCalledFiltered() {
    assertThat(found(BOTH, seen(SYNS), full(2, 4))).isEmpty();
    assertThat(found(BOTH, seen(SYNS), full(0, 0))).hasSize(1);
    assertThat(found(BOTH, seen(SYNS, 2L), full(2, 4))).isEmpty();
  }

  @Test
  void lossThatBothEndsSawSaysWhereAndAsksForNoMoreCaptures() {
    assertThat(found(BOTH, seen(SENT_AGAIN, 4L)))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.id()).isEqualTo("segment-loss");
          assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
          assertThat(f.explanation())
              .contains("1 packet was lost between client and server (the fault «drop the SYN»).")
              .doesNotContain("tap");
          assertThat(f.next()).doesNotContain("Capture at both ends").contains("TCPTimeouts");
        });
    assertThat(found(BOTH, seen(SENT_AGAIN)).getFirst().explanation())
        .doesNotContain("lost between", "this tap");
  }

  @Test
  void segmentsThatOvertookEachOtherAreNoLoss() {
    var reordered =
        Diagnosed.after(
            """
            +0.0010 > P. 101:201(100) ack 1 id 601
            +0.0001 > P. 1:101(100) ack 1 id 600
            +0.0010 < .  1:1(0) ack 201
            """);

    assertThat(reordered.found()).isEmpty();
  }

  @Test
  void aProgramThatClosedWithUnreadDataIsKnownByItsCalls() {
    assertThat(found(BOTH, withReads(3)))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.id()).isEqualTo("reset-unread-data");
          assertThat(f.explanation())
              .startsWith("The server closed its socket with 2 octets unread: its kernel sent RST");
        });
    assertThat(found(BOTH, withReads(5))).isEmpty();
  }

  /** The server read so many of the 5 octets, answered, and closed. */
  private static Connection withReads(int octets) {
    var connection = connection(RESET);
    var events = new ArrayList<>(connection.allEvents());
    events.add(call("recv", octets));
    events.add(call("send", 8));
    events.add(call("close", null));
    return connection.withEvents(events);
  }

  private static CallEvent call(String name, @Nullable Integer result) {
    return new CallEvent(
        Side.SERVER, 5_000_000L, null, 1L, name, List.of(), result, null, 1L, 3, null, null);
  }
}
