package dev.synfin.export;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Calls of no connection, such as {@code listen()}; all that there is of a Unix socket. */
final class LooseCalls {
  private final List<CallEvent> calls;

  private LooseCalls(List<CallEvent> calls) {
    this.calls = calls;
  }

  /** A timeline's, in order of time. */
  static LooseCalls of(Timeline timeline) {
    return new LooseCalls(
        timeline.calls().stream()
            .filter(call -> call.at() != null)
            .sorted(Comparator.comparing(LooseCalls::at))
            .toList());
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** In nanoseconds since 1970. */
  long first() {
    return Moments.nanos(at(calls.getFirst()));
  }

  private static Instant at(CallEvent call) {
    return Objects.requireNonNull(call.at());
  }

  /** As a trace of qlog, seen from nowhere in particular. */
  void writeTrace(JsonOutput json) throws IOException {
    json.separate();
    json.beginArray(
        Fields.of("title", "calls of no connection")
            .and("vantage_point", Fields.of("type", "unknown"))
            .and(
                "common_fields",
                Fields.of("time_format", "relative")
                    .and("reference_time", Moments.millis(first()))),
        "events");
    for (CallEvent call : calls) {
      json.element(
          Fields.of("time", Moments.millis(Moments.nanos(at(call)) - first()))
              .and("name", "socket:call")
              .and("data", QlogTrace.dataOf(call)));
    }
    json.endArray();
  }

  /** As a track of each side. */
  void writeTracks(Ends ends, long origin, JsonOutput json) throws IOException {
    Map<Side, Integer> processes = new EnumMap<>(Side.class);
    Map<Side, Integer> threads = new EnumMap<>(Side.class);
    for (CallEvent call : calls) {
      Side side = call.side();
      if (!processes.containsKey(side)) {
        int process = ends.process(side, Words.of(side) + " (no connection)", json);
        processes.put(side, process);
        threads.put(side, ends.thread(process, "calls", json));
      }
      json.element(
          ConnectionTracks.slice(call, Moments.nanos(at(call)) - origin)
              .and("pid", Objects.requireNonNull(processes.get(side)))
              .and("tid", Objects.requireNonNull(threads.get(side)))
              .and("args", ConnectionTracks.argsOf(call)));
    }
  }
}
