package dev.synfin.render;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rows of a connection's ladder a failed expectation is about. */
final class Offence {
  private final Connection connection;
  private final Set<Event> rows = new HashSet<>();
  private boolean whole;

  private Offence(Connection connection) {
    this.connection = connection;
  }

  /** What a verdict has against this connection, whose index in the document is given. */
  static Offence of(@Nullable ScenarioResult scenario, Connection connection, int index) {
    var offence = new Offence(connection);
    if (scenario != null) {
      for (var expectation : scenario.expectations()) {
        Integer of = expectation.connection();
        if (!expectation.ok() && (of == null || of == index)) {
          offence.add(expectation);
        }
      }
    }
    return offence;
  }

  /** Whether this row is one of those. */
  boolean has(Event event) {
    return rows.contains(event);
  }

  /** Whether it is about the connection's whole life, or about what no row shows. */
  boolean isOfTheWhole() {
    return whole;
  }

  private void add(Expectation expectation) {
    var before = rows.size();
    var fact = fact(expectation.expected());
    if (fact.endsWith("-program")) {
      addLastCall(fact.startsWith("client") ? Side.CLIENT : Side.SERVER);
    } else {
      var names = fact.split("\\.", -1);
      connection.allEvents().stream().filter(e -> isAbout(e, names)).forEach(rows::add);
    }
    whole |= rows.size() == before && expectation.connection() != null;
  }

  /** {@code at server, teardown.kind: fin} is about {@code teardown.kind}. */
  private static String fact(String expected) {
    var colon = expected.indexOf(':');
    var words = colon < 0 ? expected : expected.substring(0, colon);
    words = words.substring(words.lastIndexOf(' ') + 1);
    return words.startsWith("total.") ? words.substring("total.".length()) : words;
  }

  private void addLastCall(Side side) {
    connection.calls().stream()
        .filter(call -> call.side() == side)
        .reduce((a, b) -> b)
        .ifPresent(rows::add);
  }

  private boolean isAbout(Event event, String[] fact) {
    return switch (event) {
      case CallEvent call -> isAboutCall(call, fact);
      case SegmentEvent s -> isAboutSegment(s, fact) || isAboutPacket(s, fact);
      case PacketEvent packet -> isAboutPacket(packet, fact);
    };
  }

  private static boolean isAboutCall(CallEvent call, String[] fact) {
    var side = lower(call.side());
    return switch (fact[0]) {
      case "client_errors", "server_errors" -> fact[0].startsWith(side) && call.error() != null;
      case "client_calls", "client_results", "server_calls", "server_results" ->
          fact[0].startsWith(side) && call.call().equals(last(fact));
      case "accepted_after_ms", "acknowledged_before_accept" -> call.call().equals("accept");
      default -> false;
    };
  }

  private static boolean isAboutSegment(SegmentEvent s, String[] fact) {
    return switch (fact[0]) {
      case "handshake" -> s.has(Flag.SYN);
      case "teardown" -> s.has(Flag.FIN) || s.has(Flag.RST);
      case "retransmissions", "retransmission_causes" -> s.retransmission() != null;
      case "retransmitted" -> s.retransmission() != null && isKind(s, last(fact));
      case "retransmission_gaps" -> s.retransmission() != null && isFrom(s, fact);
      case "payload_bytes", "segments_with_payload", "in_flight" -> s.len() > 0 && isFrom(s, fact);
      case "selective_acks" -> !s.options().sack().isEmpty() && isFrom(s, fact);
      case "pushed" -> s.has(Flag.PSH) && isFrom(s, fact);
      case "probes" -> s.probe() != null && lower(s.probe()).equals(last(fact));
      case "analysis" -> s.analysis().stream().anyMatch(flag -> lower(flag).equals(last(fact)));
      case "zero_windows" -> s.win() == 0 && isFrom(s, fact) && !s.has(Flag.RST);
      default -> false;
    };
  }

  private boolean isAboutPacket(PacketEvent packet, String[] fact) {
    return switch (fact[0]) {
      case "lost", "losses" -> packet.lost() != null && isFrom(packet, fact);
      case "datagrams" -> packet instanceof DatagramEvent && isFrom(packet, fact);
      case "icmp" -> packet instanceof IcmpEvent;
      case "findings" ->
          connection.findings().stream()
              .filter(f -> fact.length == 1 || f.id().equals(last(fact)))
              .anyMatch(f -> f.evidence().contains(packet.frame()));
      default -> false;
    };
  }

  private static boolean isKind(SegmentEvent s, String kind) {
    return switch (kind) {
      case "syn" -> s.has(Flag.SYN) && !s.has(Flag.ACK);
      case "syn-ack" -> s.has(Flag.SYN) && s.has(Flag.ACK);
      case "fin" -> s.has(Flag.FIN);
      default -> s.len() > 0;
    };
  }

  private static boolean isFrom(PacketEvent packet, String[] fact) {
    return lower(packet.from()).equals(last(fact));
  }

  private static String last(String[] fact) {
    return List.of(fact).getLast();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
