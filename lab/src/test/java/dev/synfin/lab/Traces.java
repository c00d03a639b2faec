package dev.synfin.lab;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Handshake;
import dev.synfin.track.Side;
import dev.synfin.track.Teardown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Timelines of traces, as a tap that saw everything tells them. */
final class Traces {
  static final String ECHO =
      """
       0.000000 > S  0:0(0) win 64240 <mss 1460> | SYN-SENT -
      +0.000100 < S. 0:0(0) ack 1 win 65160      | SYN-SENT SYN-RECEIVED
      +0.000100 > .  1:1(0) ack 1                | ESTABLISHED ESTABLISHED
      +0.000100 > P. 1:6(5) ack 1 "hello"        | = =
      +0.000100 < .  1:1(0) ack 6                | = =
      +0.000100 < P. 1:9(8) ack 6 "hello..."     | = =
      +0.000100 > .  6:6(0) ack 9                | = =
      +0.000100 > F. 6:6(0) ack 9                | FIN-WAIT-1 CLOSE-WAIT
      +0.000100 < .  9:9(0) ack 7                | FIN-WAIT-2 CLOSE-WAIT
      +0.000100 < F. 9:9(0) ack 7                | TIME-WAIT LAST-ACK
      +0.000100 > .  7:7(0) ack 10               | TIME-WAIT CLOSED
      """;

  static final String RESET =
      """
       0.000000 > S  0:0(0) win 64240            | SYN-SENT -
      +0.000100 < S. 0:0(0) ack 1 win 65160      | SYN-SENT SYN-RECEIVED
      +0.000100 > .  1:1(0) ack 1                | ESTABLISHED ESTABLISHED
      +0.000100 > P. 1:6(5) ack 1 "hello"        | = =
      +0.200000 > P. 1:6(5) ack 1 "hello"        | = = # retransmission of 4 rto
      +0.000100 < R. 1:1(0) ack 6                | CLOSED CLOSED
      """;

  private Traces() {}

  /** Proven complete. */
  static Timeline proven(String... traces) {
    return of(true, null, 10, traces);
  }

  static Timeline unproven(String... traces) {
    return of(false, "2 frames were dropped", 10, traces);
  }

  /** Proven complete, and nothing in it. */
  static Timeline silent() {
    return of(true, null, 0);
  }

  static Timeline of(boolean complete, @Nullable String reason, long frames, String... traces) {
    Capture c = TraceFixture.capture("server", Capture.Vantage.SERVER);
    var capture =
        new Capture(
            c.id(),
            c.source(),
            c.name(),
            c.vantage(),
            c.file(),
            c.sha256(),
            c.filter(),
            c.linkType(),
            c.snaplen(),
            c.timestampPrecision(),
            c.startedAt(),
            c.endedAt(),
            new Capture.Frames(frames, frames, 0, 0, 0, 0),
            c.evicted(),
            c.dropped(),
            complete,
            reason);
    List<Connection> connections =
        java.util.stream.IntStream.range(0, traces.length)
            .mapToObj(i -> TraceFixture.connection(traces[i]).withStream(i))
            .toList();
    return Timeline.of(List.of(capture), connections);
  }

  /** That connection with another handshake and another teardown. */
  static Timeline with(
      Timeline timeline, @Nullable Handshake handshake, @Nullable Teardown teardown) {
    Connection c = timeline.connections().getFirst();
    var other =
        new Connection(
            c.stream(),
            c.protocol(),
            c.client(),
            c.server(),
            c.roles(),
            c.communityId(),
            c.startedAt(),
            c.durationNs(),
            c.connState(),
            c.history(),
            c.completeness(),
            handshake,
            teardown,
            c.traffic(),
            c.analysis(),
            c.finalState(),
            c.states(),
            c.findings(),
            c.events());
    return timeline.withConnections(List.of(other));
  }

  static Handshake handshake(Handshake.Kind kind, @Nullable Long rttNs, int again) {
    return new Handshake(
        kind, new Handshake.Frames(1L, 2L, 3L), null, null, rttNs, again, 0, null, null);
  }

  static Teardown teardown(
      Teardown.Kind kind,
      @Nullable Side initiator,
      @Nullable Side by,
      @Nullable Integer segments,
      @Nullable Side timeWait) {
    return new Teardown(
        kind,
        initiator,
        initiator == null ? null : new Teardown.Frames(8L, 9L, 10L, 11L),
        segments,
        null,
        timeWait,
        by,
        by == null ? null : 6L);
  }
}
