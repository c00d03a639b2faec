package dev.synfin.render;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Handshake;
import dev.synfin.track.Protocol;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection's life in one or two sentences. */
final class Verdict {
  private final Connection connection;
  private final Glyphs glyphs;

  private Verdict(Connection connection, Glyphs glyphs) {
    this.connection = connection;
    this.glyphs = glyphs;
  }

  static String of(Connection connection, Glyphs glyphs) {
    var verdict = new Verdict(connection, glyphs);
    return connection.protocol() == Protocol.TCP ? verdict.tcp() : verdict.datagrams();
  }

  private String tcp() {
    var parts = new ArrayList<String>();
    parts.add(opening());
    var exchange = exchange();
    if (!exchange.isEmpty()) {
      parts.add(exchange);
    }
    var closing = closing();
    if (!closing.isEmpty()) {
      parts.add(closing);
    }
    return capitalised(String.join(", ", parts)) + left() + trouble() + names();
  }

  private String opening() {
    var handshake = connection.handshake();
    if (handshake == null) {
      return "already open when the capture began";
    }
    return switch (handshake.kind()) {
      case THREE_WAY -> threeWay(handshake);
      case SIMULTANEOUS -> "opened by both ends at once" + took(handshake.rttNs());
      case FAST_OPEN -> "opened with data in the SYN (Fast Open)" + took(handshake.rttNs());
      case REFUSED -> "refused: the server answered the SYN with RST" + took(refusedAfter());
      case INCOMPLETE -> "not opened: " + unanswered(handshake);
    };
  }

  private String threeWay(Handshake handshake) {
    if (connection.finalState().of(Side.SERVER) == TcpState.SYN_RECEIVED) {
      return "open for the client alone: the server never got its ACK";
    }
    var again = handshake.synRetransmissions() + handshake.synAckRetransmissions();
    return "opened in "
        + openingSegments(handshake)
        + took(again == 0 ? handshake.rttNs() : opened(handshake));
  }

  /** From the first SYN, whichever of them was answered. */
  private @Nullable Long opened(Handshake handshake) {
    return connection.segments().stream()
        .filter(s -> Objects.equals(s.frame(), handshake.frames().ack()))
        .map(SegmentEvent::tNs)
        .findFirst()
        .orElse(handshake.rttNs());
  }

  private static String openingSegments(Handshake handshake) {
    var again = handshake.synRetransmissions() + handshake.synAckRetransmissions();
    return again == 0
        ? "3 segments"
        : "3 segments after " + Quantities.count(again, "retransmission");
  }

  private @Nullable Long refusedAfter() {
    var syn = connection.segments().stream().filter(s -> s.has(Flag.SYN)).reduce((a, b) -> b);
    var rst = connection.segments().stream().filter(s -> s.has(Flag.RST)).findFirst();
    return syn.isPresent() && rst.isPresent() ? rst.get().tNs() - syn.get().tNs() : null;
  }

  private static String unanswered(Handshake handshake) {
    var syns = 1 + handshake.synRetransmissions();
    if (handshake.frames().synAck() == null) {
      return Quantities.count(syns, "SYN") + " without an answer";
    }
    return Quantities.count(1 + handshake.synAckRetransmissions(), "SYN ACK")
        + " without an acknowledgement";
  }

  private String exchange() {
    var client = sent(Side.CLIENT);
    var server = sent(Side.SERVER);
    if (client.messages() && server.messages() && client.segments == server.segments) {
      return Quantities.count(client.segments, "message") + " each way";
    }
    var told = new ArrayList<String>();
    if (client.bytes > 0) {
      told.add(client.text() + " from the client");
    }
    if (server.bytes > 0) {
      told.add(server.text() + " from the server");
    }
    return String.join(" and ", told);
  }

  /** What one side sent, each octet once as far as the capture shows segments. */
  private record Sent(long segments, long pushed, long bytes) {
    boolean messages() {
      return segments > 0 && segments == pushed && segments < 100;
    }

    String text() {
      return messages()
          ? Quantities.count(segments, "message") + " (" + Quantities.bytes(bytes) + ")"
          : Quantities.bytes(bytes)
              + (segments == 0 ? "" : " in " + Quantities.count(segments, "segment"));
    }
  }

  private Sent sent(Side side) {
    var segments = 0L;
    var pushed = 0L;
    for (var s : connection.segments()) {
      if (s.from() == side && s.len() > 0 && s.retransmission() == null) {
        segments++;
        pushed += s.has(Flag.PSH) ? 1 : 0;
      }
    }
    return new Sent(segments, pushed, connection.traffic().of(side).payloadBytes());
  }

  private String closing() {
    var teardown = connection.teardown();
    var handshake = connection.handshake();
    if (handshake != null
        && (handshake.kind() == Handshake.Kind.REFUSED
            || (handshake.kind() == Handshake.Kind.INCOMPLETE && teardown == null))) {
      return "";
    }
    if (teardown == null) {
      return "still open when the capture ended";
    }
    return switch (teardown.kind()) {
      case FIN -> "closed by the " + name(teardown.initiator()) + inSegments(teardown);
      case SIMULTANEOUS -> "closed by both ends at once";
      case HALF_CLOSED -> "half closed: only the " + name(teardown.initiator()) + " sent FIN";
      case RESET -> "reset by the " + name(teardown.by()) + afterFin(teardown);
    };
  }

  private static String inSegments(Teardown teardown) {
    var segments = teardown.segments();
    return segments == null ? "" : " in " + Quantities.count(segments, "segment");
  }

  private static String afterFin(Teardown teardown) {
    return teardown.initiator() == null
        ? ""
        : " after the " + name(teardown.initiator()) + "'s FIN";
  }

  private String left() {
    var states = connection.finalState();
    var waiting = new ArrayList<String>();
    for (var side : Side.values()) {
      if (states.of(side) == TcpState.TIME_WAIT) {
        waiting.add(name(side));
      }
    }
    return switch (waiting.size()) {
      case 0 -> ".";
      case 1 -> "; " + waiting.getFirst() + " in TIME-WAIT.";
      default -> "; both ends in TIME-WAIT.";
    };
  }

  private String trouble() {
    var lost = 0L;
    var again = 0L;
    for (var event : connection.allEvents()) {
      if (event instanceof PacketEvent packet) {
        lost += packet.lost() == null ? 0 : 1;
        again += packet instanceof SegmentEvent s && s.retransmission() != null ? 1 : 0;
      }
    }
    var told = new ArrayList<String>();
    if (lost > 0) {
      told.add(
          Quantities.count(lost, connection.protocol() == Protocol.TCP ? "segment" : "datagram")
              + " lost");
    }
    if (again > 0) {
      told.add(again + " sent again");
    }
    return told.isEmpty() ? "" : " " + String.join(", ", told) + ".";
  }

  private String names() {
    var names = new ArrayList<String>();
    if (connection.connState() != null) {
      names.add(connection.connState());
    }
    if (connection.history() != null && !connection.history().isEmpty()) {
      names.add(connection.history());
    }
    var text = String.join(" ", names);
    if (connection.completeness() != null) {
      text += (text.isEmpty() ? "" : ", ") + "completeness " + connection.completeness();
    }
    return text.isEmpty() ? "" : " " + text + ".";
  }

  private String datagrams() {
    var told = new ArrayList<String>();
    for (var side : Side.values()) {
      var traffic = connection.traffic().of(side);
      if (traffic.frames() > 0) {
        told.add(
            Quantities.count(traffic.frames(), "datagram")
                + " ("
                + Quantities.bytes(traffic.payloadBytes())
                + ") from the "
                + name(side));
      }
    }
    var text = told.isEmpty() ? countedDatagrams() : String.join(" and ", told);
    return capitalised(text) + errors() + "." + trouble() + names();
  }

  private String countedDatagrams() {
    var count = connection.allEvents().stream().filter(DatagramEvent.class::isInstance).count();
    return Quantities.count(count, "datagram");
  }

  private String errors() {
    var errors = new ArrayList<String>();
    for (var event : connection.allEvents()) {
      if (event instanceof IcmpEvent icmp && icmp.meaning() != null) {
        errors.add(icmp.meaning());
      }
    }
    var distinct = List.copyOf(new LinkedHashSet<>(errors));
    return distinct.isEmpty() ? "" : "; answered with ICMP " + String.join(", ", distinct);
  }

  private String took(@Nullable Long nanos) {
    return nanos == null ? "" : " (" + Quantities.duration(nanos, glyphs) + ")";
  }

  private static String name(@Nullable Side side) {
    return side == null ? "one end" : side.name().toLowerCase(Locale.ROOT);
  }

  private static String capitalised(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
