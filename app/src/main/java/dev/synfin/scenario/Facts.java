package dev.synfin.scenario;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.StateChange;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Handshake;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be expected, by name: facts of a timeline or of one connection, as text. */
final class Facts {
  private static final String NO_CALLS = "no calls were logged";
  private static final Map<String, Function<Timeline, @Nullable Object>> WHOLE =
      Map.of(
          "connections", t -> t.connections().size(),
          "client_errors", t -> errors(t, Side.CLIENT),
          "server_errors", t -> errors(t, Side.SERVER));
  private static final Map<String, Function<Connection, @Nullable Object>> CONNECTION =
      new LinkedHashMap<>();

  static {
    CONNECTION.put("conn_state", Connection::connState);
    CONNECTION.put("history", Connection::history);
    CONNECTION.put("completeness", Connection::completeness);
    CONNECTION.put("protocol", Connection::protocol);
    CONNECTION.put("retransmissions", Facts::retransmissions);
    handshake("kind", Handshake::kind);
    handshake("syn_retransmissions", Handshake::synRetransmissions);
    handshake("syn_ack_retransmissions", Handshake::synAckRetransmissions);
    teardown("kind", Teardown::kind);
    teardown("initiator", Teardown::initiator);
    teardown("segments", Teardown::segments);
    teardown("time_wait", Teardown::timeWait);
    teardown("by", Teardown::by);
    for (Side side : Side.values()) {
      ofSide(side);
    }
    for (AnalysisFlag flag : AnalysisFlag.values()) {
      CONNECTION.put(
          "analysis." + lower(flag), c -> Objects.requireNonNullElse(c.analysis().get(flag), 0));
    }
    CONNECTION.put("payload_after_fin.from", c -> payloadAfterFin(c).side());
    CONNECTION.put("payload_after_fin.bytes", c -> payloadAfterFin(c).bytes());
  }

  private Facts() {}

  private static void ofSide(Side side) {
    String name = lower(side);
    CONNECTION.put(name + "_states", c -> states(c, side));
    CONNECTION.put("final_state." + name, c -> c.finalState().of(side));
    CONNECTION.put("payload_bytes." + name, c -> c.traffic().of(side).payloadBytes());
    CONNECTION.put("zero_windows." + name, c -> c.traffic().of(side).zeroWindows());
    CONNECTION.put("segments_with_payload." + name, c -> withPayload(c, side));
  }

  private static void handshake(String name, Function<Handshake, @Nullable Object> fact) {
    CONNECTION.put(
        "handshake." + name, c -> c.handshake() == null ? null : fact.apply(c.handshake()));
  }

  private static void teardown(String name, Function<Teardown, @Nullable Object> fact) {
    CONNECTION.put("teardown." + name, c -> c.teardown() == null ? null : fact.apply(c.teardown()));
  }

  static boolean isOfTheWhole(String fact) {
    return WHOLE.containsKey(fact);
  }

  static boolean isKnown(String fact) {
    return WHOLE.containsKey(fact) || CONNECTION.containsKey(fact);
  }

  static Set<String> names() {
    var names = new TreeSet<>(WHOLE.keySet());
    names.addAll(CONNECTION.keySet());
    return names;
  }

  static @Nullable String ofTheWhole(String fact, Timeline timeline) {
    return text(Objects.requireNonNull(WHOLE.get(fact)).apply(timeline));
  }

  static @Nullable String ofAConnection(String fact, Connection connection) {
    return text(Objects.requireNonNull(CONNECTION.get(fact), fact).apply(connection));
  }

  private static @Nullable String text(@Nullable Object seen) {
    return switch (seen) {
      case null -> null;
      case TcpState state -> state.rfcName();
      case Enum<?> constant -> lower(constant);
      default -> seen.toString();
    };
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String states(Connection connection, Side side) {
    return connection.states().of(side).stream()
        .map(StateChange::state)
        .map(TcpState::rfcName)
        .collect(Collectors.joining(" "));
  }

  /** The errors of a side's calls in their order, those outside connections first. */
  private static @Nullable String errors(Timeline timeline, Side side) {
    List<CallEvent> calls =
        Stream.concat(
                timeline.calls().stream(),
                timeline.connections().stream().flatMap(c -> c.calls().stream()))
            .filter(call -> call.side() == side)
            .toList();
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

  private static @Nullable Long retransmissions(Connection connection) {
    return connection.events() == null
        ? null
        : connection.segments().stream().filter(s -> s.retransmission() != null).count();
  }

  private static @Nullable Long withPayload(Connection connection, Side side) {
    return connection.events() == null
        ? null
        : connection.segments().stream().filter(s -> s.from() == side && s.len() > 0).count();
  }

  /** Payload that a side sent after the other side's FIN. */
  private record AfterFin(@Nullable Side side, @Nullable Long bytes) {}

  private static AfterFin payloadAfterFin(Connection connection) {
    if (connection.events() == null) {
      return new AfterFin(null, null);
    }
    Side closer = null;
    long bytes = 0;
    for (SegmentEvent segment : connection.segments()) {
      if (closer != null && segment.from() != closer) {
        bytes += segment.len();
      }
      if (closer == null && segment.has(Flag.FIN)) {
        closer = segment.from();
      }
    }
    return new AfterFin(closer == null || bytes == 0 ? null : closer.peer(), bytes);
  }
}
