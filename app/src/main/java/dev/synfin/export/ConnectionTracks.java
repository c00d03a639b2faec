package dev.synfin.export;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.StateChange;
import dev.synfin.track.Side;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection's tracks at both ends. */
final class ConnectionTracks {
  /** A frame has no duration, but a viewer draws an arrow only between things that have one. */
  private static final long SHORTEST = 1;

  private final Connection connection;
  private final Ends ends;
  private final long start;
  private final JsonOutput json;
  private final Map<Side, Tracks> tracks = new EnumMap<>(Side.class);
  private int arrows;

  ConnectionTracks(Connection connection, Ends ends, long origin, JsonOutput json) {
    this.connection = connection;
    this.ends = ends;
    this.start = Moments.startOf(connection) - origin;
    this.json = json;
  }

  /** An end's process, and its threads. */
  private record Tracks(int process, int calls, int wire, int states) {
    Spot calls(long t) {
      return new Spot(process, calls, t);
    }

    Spot wire(long t) {
      return new Spot(process, wire, t);
    }
  }

  /** A moment on a track. */
  private record Spot(int process, int thread, long t) {}

  void write() throws IOException {
    String name = Words.of(connection);
    for (Side side : Side.values()) {
      var end = side == Side.CLIENT ? connection.client() : connection.server();
      int process = ends.process(side, end, json);
      tracks.put(
          side,
          new Tracks(
              process,
              ends.thread(process, name + " calls", json),
              ends.thread(process, name + " wire", json),
              ends.thread(process, name + " state", json)));
    }
    for (Event event : connection.allEvents()) {
      switch (event) {
        case CallEvent call -> call(call);
        case PacketEvent packet -> packet(packet);
      }
    }
    for (Side side : Side.values()) {
      states(side);
    }
    causes();
    findings();
  }

  private Tracks at(Side side) {
    Tracks known = tracks.get(side);
    if (known == null) {
      throw new IllegalStateException("the tracks of both sides are made first");
    }
    return known;
  }

  private void call(CallEvent call) throws IOException {
    Tracks at = at(call.side());
    json.element(
        slice(call, start + Moments.of(call))
            .and("pid", at.process)
            .and("tid", at.calls)
            .and("args", argsOf(call)));
  }

  /** A call from a moment on; where it stands is still to be said. */
  static Fields slice(CallEvent call, long nanos) {
    long took = call.durationNs() == null ? SHORTEST : call.durationNs();
    return Fields.of("name", Words.of(call))
        .and("cat", "call")
        .and("ph", "X")
        .and("ts", Moments.micros(nanos))
        .and("dur", Moments.micros(took));
  }

  static Fields argsOf(CallEvent call) {
    return Fields.of("args", call.args())
        .and("result", call.result())
        .and("error", call.error())
        .and("pid", call.pid())
        .and("fd", call.fd());
  }

  private void packet(PacketEvent packet) throws IOException {
    Tracks from = at(packet.from());
    Tracks to = at(packet.from().peer());
    Spot left = from.wire(Moments.of(packet));
    String name = Words.kind(packet);
    var args = Fields.of("frame", packet.frame()).and("len", Words.payload(packet));
    if (packet instanceof SegmentEvent s) {
      args.and("seq", s.seq()).and("ack", s.ack()).and("win", s.win());
      args.and("analysis", s.analysis().stream().map(Words::of).toList());
      args.and("cause", s.retransmission() == null ? null : s.retransmission().basis());
    }
    args.and("lost", packet.lost() == null ? null : packet.lost().between());
    slice(name, "wire", left, SHORTEST, args);
    if (packet.seen().size() > 1 && packet.lost() == null) {
      Spot arrived = to.wire(Moments.arrivalOf(packet));
      slice(name + " arrives", "wire", arrived, SHORTEST, args);
      arrow("way", left, arrived);
    }
    if (packet instanceof SegmentEvent s) {
      counters(s, from.process);
    }
  }

  private void counters(SegmentEvent s, int process) throws IOException {
    counter("bytes in flight", process, s, s.bytesInFlight(), "octets");
    counter("window", process, s, s.win(), "octets");
    counter(
        "round trip", process, s, s.ackRttNs() == null ? null : Moments.micros(s.ackRttNs()), "us");
  }

  private void counter(
      String name, int process, SegmentEvent s, @Nullable Number value, String unit)
      throws IOException {
    if (value != null) {
      json.element(
          Fields.of("name", Words.of(connection) + " " + name)
              .and("ph", "C")
              .and("ts", Moments.micros(start + Moments.of(s)))
              .and("pid", process)
              .and("tid", 0)
              .and("args", Fields.of(unit, value)));
    }
  }

  private void states(Side side) throws IOException {
    Tracks at = at(side);
    List<StateChange> changes = connection.states().of(side);
    for (int i = 0; i < changes.size(); i++) {
      StateChange change = changes.get(i);
      long until =
          i + 1 < changes.size()
              ? changes.get(i + 1).tNs()
              : Math.max(change.tNs(), connection.durationNs());
      slice(
          change.state().rfcName(),
          "state",
          new Spot(at.process, at.states, change.tNs()),
          Math.max(SHORTEST, until - change.tNs()),
          Fields.of("frame", change.frame()));
    }
  }

  private void causes() throws IOException {
    for (Causes.Cause cause : Causes.of(connection)) {
      Tracks at = at(cause.call().side());
      long called = Moments.of(cause.call());
      arrow("causes", at.calls(called), at.wire(Moments.of(cause.segment())));
    }
  }

  private void findings() throws IOException {
    for (Finding finding : connection.findings()) {
      Tracks at = at(Side.CLIENT);
      json.element(
          TraceEvents.finding(finding, start + Evidence.timeOf(finding, connection))
              .and("pid", at.process)
              .and("tid", at.wire)
              .and("s", "p"));
    }
  }

  private void slice(String name, String category, Spot at, long took, Fields args)
      throws IOException {
    json.element(
        Fields.of("name", name)
            .and("cat", category)
            .and("ph", "X")
            .and("ts", Moments.micros(start + at.t))
            .and("dur", Moments.micros(took))
            .and("pid", at.process)
            .and("tid", at.thread)
            .and("args", args));
  }

  /** From the slice that is there at one moment to the one that is there at another. */
  private void arrow(String name, Spot from, Spot to) throws IOException {
    String id = Words.of(connection) + " " + ++arrows;
    json.element(flow(name, "s", id, from));
    json.element(flow(name, "f", id, to).and("bp", "e"));
  }

  private Fields flow(String name, String phase, String id, Spot at) {
    return Fields.of("name", name)
        .and("cat", "flow")
        .and("ph", phase)
        .and("id", id)
        .and("ts", Moments.micros(start + at.t))
        .and("pid", at.process)
        .and("tid", at.thread);
  }
}
