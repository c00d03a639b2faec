package dev.synfin.scenario;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be expected of a whole timeline, by name. */
final class WholeFacts {
  private static final String NO_CALLS = "no calls were logged";
  private static final Map<String, Function<Timeline, @Nullable Object>> PLAIN =
      Map.of(
          "connections", t -> t.connections().size(),
          "packets", WholeFacts::packets,
          "client_errors", t -> errors(t, Side.CLIENT),
          "server_errors", t -> errors(t, Side.SERVER));

  private WholeFacts() {}

  static List<String> names() {
    var names = new ArrayList<>(PLAIN.keySet());
    names.addAll(List.of("total", "conn_states", "client_calls", "server_calls"));
    names.addAll(List.of("client_results", "server_results", "kernel", "findings"));
    return names;
  }

  static boolean isKnown(String fact) {
    String first = first(fact);
    return switch (first) {
      case "total" -> Facts.isOfAConnection(rest(fact));
      case "conn_states", "client_calls", "server_calls", "client_results", "server_results" ->
          fact.indexOf('.') > 0;
      case "kernel" -> KernelFacts.isKnown(rest(fact));
      case "findings" -> true;
      default -> PLAIN.containsKey(fact);
    };
  }

  static @Nullable Object of(String fact, Timeline timeline) {
    return switch (first(fact)) {
      case "total" -> total(rest(fact), timeline);
      case "conn_states" -> inState(rest(fact), timeline);
      case "client_calls" -> times(timeline, Side.CLIENT, rest(fact));
      case "server_calls" -> times(timeline, Side.SERVER, rest(fact));
      case "client_results" -> results(timeline, Side.CLIENT, rest(fact));
      case "server_results" -> results(timeline, Side.SERVER, rest(fact));
      case "kernel" -> KernelFacts.of(rest(fact), timeline);
      case "findings" -> fact.equals("findings") ? findings(timeline) : found(timeline, rest(fact));
      default -> Objects.requireNonNull(PLAIN.get(fact), fact).apply(timeline);
    };
  }

  private static String first(String fact) {
    return fact.split("\\.", 2)[0];
  }

  private static String rest(String fact) {
    return fact.substring(fact.indexOf('.') + 1);
  }

  /**
   * The sum of a number over all connections; null where one has no such number, or where there is
   * no connection: what nothing could have is not 0.
   */
  private static @Nullable Long total(String fact, Timeline timeline) {
    if (timeline.connections().isEmpty()) {
      return null;
    }
    long sum = 0;
    for (var connection : timeline.connections()) {
      String one = Facts.ofAConnection(fact, connection);
      if (one == null || !one.matches("\\d{1,18}")) {
        return null;
      }
      sum += Long.parseLong(one);
    }
    return sum;
  }

  private static long inState(String state, Timeline timeline) {
    return timeline.connections().stream().filter(c -> state.equals(c.connState())).count();
  }

  /** Frames of all captures. */
  private static @Nullable Long packets(Timeline timeline) {
    long sum = 0;
    for (Capture capture : timeline.captures()) {
      if (capture.frames() == null) {
        return null;
      }
      sum += capture.frames().captured();
    }
    return sum;
  }

  private static Stream<Finding> all(Timeline timeline) {
    return Stream.concat(
        timeline.findings().stream(),
        timeline.connections().stream().flatMap(c -> c.findings().stream()));
  }

  /** The ids of all findings, each once. */
  private static @Nullable String findings(Timeline timeline) {
    String ids =
        all(timeline).map(Finding::id).distinct().sorted().collect(Collectors.joining(" "));
    return ids.isEmpty() ? null : ids;
  }

  private static long found(Timeline timeline, String id) {
    return all(timeline).filter(f -> f.id().equals(id)).count();
  }

  /** Whether only the whole run can have it, and no tap alone. */
  static boolean needsTheRun(String fact) {
    return switch (first(fact)) {
      case "connections", "packets", "total", "conn_states" -> false;
      default -> isKnown(fact);
    };
  }

  private static List<CallEvent> calls(Timeline timeline, Side side) {
    return Stream.concat(
            timeline.calls().stream(),
            timeline.connections().stream().flatMap(c -> c.calls().stream()))
        .filter(call -> call.side() == side)
        .toList();
  }

  /** The errors of a side's calls in their order, those outside connections first. */
  private static @Nullable String errors(Timeline timeline, Side side) {
    List<CallEvent> calls = calls(timeline, side);
    if (calls.isEmpty()) {
      return NO_CALLS;
    }
    String errors =
        calls.stream()
            .map(CallEvent::error)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return errors.isEmpty() ? null : errors;
  }

  /** How often a side made the call of this name; null where no calls were logged. */
  private static @Nullable Long times(Timeline timeline, Side side, String name) {
    List<CallEvent> calls = calls(timeline, side);
    return calls.isEmpty() ? null : calls.stream().filter(c -> c.call().equals(name)).count();
  }

  /** What a side's calls of this name gave, in order of time. */
  private static @Nullable String results(Timeline timeline, Side side, String name) {
    String results =
        calls(timeline, side).stream()
            .filter(call -> call.call().equals(name) && call.result() != null && call.at() != null)
            .sorted(Comparator.comparing(call -> Objects.requireNonNull(call.at())))
            .map(call -> String.valueOf(call.result()))
            .collect(Collectors.joining(" "));
    return results.isEmpty() ? null : results;
  }
}
