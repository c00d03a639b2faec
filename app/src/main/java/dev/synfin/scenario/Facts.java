package dev.synfin.scenario;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.StateChange;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Handshake;
import dev.synfin.track.Probe;
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
import org.jspecify.annotations.Nullable;

/** What can be expected, by name: facts of a timeline or of one connection, as text. */
final class Facts {
  private static final Map<String, Function<Connection, @Nullable Object>> CONNECTION =
      new LinkedHashMap<>();

  static {
    CONNECTION.put("conn_state", Connection::connState);
    CONNECTION.put("history", Connection::history);
    CONNECTION.put("completeness", Connection::completeness);
    CONNECTION.put("protocol", Connection::protocol);
    CONNECTION.put("retransmissions", WireFacts::retransmissions);
    handshake("kind", Handshake::kind);
    handshake("syn_retransmissions", Handshake::synRetransmissions);
    handshake("rtt_us", h -> h.rttNs() == null ? null : h.rttNs() / 1_000);
    handshake("syn_ack_retransmissions", Handshake::synAckRetransmissions);
    CONNECTION.put("handshake.completed_by", WireFacts::handshakeCompletedBy);
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
    CONNECTION.put("payload_after_fin.from", c -> WireFacts.payloadAfterFin(c).side());
    CONNECTION.put("payload_after_fin.bytes", c -> WireFacts.payloadAfterFin(c).bytes());
    for (String kind : List.of("syn", "syn-ack", "data", "fin")) {
      CONNECTION.put("retransmitted." + kind, c -> WireFacts.retransmitted(c, kind));
    }
    for (Probe probe : Probe.values()) {
      CONNECTION.put("probes." + lower(probe), c -> WireFacts.probes(c, probe));
    }
    for (Side side : Side.values()) {
      CONNECTION.put(
          "reopened_after_probes." + lower(side), c -> WireFacts.reopenedAfterProbes(c, side));
    }
    CONNECTION.put("retransmission_causes", WireFacts::causes);
    CONNECTION.put("ip_version", c -> c.client().address().contains(":") ? 6 : 4);
    CONNECTION.put("icmp", WireFacts::icmp);
    CONNECTION.put("names", WireFacts::names);
    CONNECTION.put("accepted_after_ms", WireFacts::acceptedAfterMs);
    CONNECTION.put("acknowledged_before_accept", WireFacts::acknowledgedBeforeAccept);
    CONNECTION.put("duration_ms", c -> c.durationNs() / 1_000_000);
  }

  private Facts() {}

  private static void ofSide(Side side) {
    String name = lower(side);
    CONNECTION.put(name + "_states", c -> states(c, side));
    CONNECTION.put("final_state." + name, c -> c.finalState().of(side));
    CONNECTION.put("payload_bytes." + name, c -> c.traffic().of(side).payloadBytes());
    CONNECTION.put("zero_windows." + name, c -> c.traffic().of(side).zeroWindows());
    CONNECTION.put("segments_with_payload." + name, c -> WireFacts.withPayload(c, side));
    CONNECTION.put("selective_acks." + name, c -> WireFacts.selectiveAcks(c, side));
    CONNECTION.put("pushed." + name, c -> WireFacts.pushed(c, side));
    CONNECTION.put("datagrams." + name, c -> WireFacts.datagrams(c, side));
    CONNECTION.put("lost." + name, c -> WireFacts.lost(c, side));
    CONNECTION.put("losses." + name, c -> WireFacts.losses(c, side));
    CONNECTION.put("in_flight." + name, c -> WireFacts.mostInFlight(c, side));
    CONNECTION.put("late_acks." + name, c -> WireFacts.lateAcknowledgements(c, side));
    CONNECTION.put("retransmission_gaps." + name, c -> WireFacts.retransmissionGaps(c, side));
    CONNECTION.put("throughput_kbit." + name, c -> WireFacts.kilobits(c, side));
    options(name, "mss", side, Handshake.Options::mss);
    options(name, "window_scale", side, Handshake.Options::windowScale);
  }

  private static void options(
      String name, String option, Side side, Function<Handshake.Options, @Nullable Object> fact) {
    handshake(
        name + "_" + option,
        h -> {
          var offered = side == Side.CLIENT ? h.clientOptions() : h.serverOptions();
          return offered == null ? null : fact.apply(offered);
        });
  }

  private static void handshake(String name, Function<Handshake, @Nullable Object> fact) {
    CONNECTION.put(
        "handshake." + name, c -> c.handshake() == null ? null : fact.apply(c.handshake()));
  }

  private static void teardown(String name, Function<Teardown, @Nullable Object> fact) {
    CONNECTION.put("teardown." + name, c -> c.teardown() == null ? null : fact.apply(c.teardown()));
  }

  static boolean isOfTheWhole(String fact) {
    return WholeFacts.isKnown(fact);
  }

  static boolean isOfAConnection(String fact) {
    return CONNECTION.containsKey(fact);
  }

  static boolean isKnown(String fact) {
    return WholeFacts.isKnown(fact) || CONNECTION.containsKey(fact);
  }

  static Set<String> names() {
    var names = new TreeSet<>(WholeFacts.names());
    names.addAll(CONNECTION.keySet());
    return names;
  }

  static @Nullable String ofTheWhole(String fact, Timeline timeline) {
    return text(WholeFacts.of(fact, timeline));
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
}
