package dev.synfin.export;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Sides;
import dev.synfin.timeline.StateChange;
import dev.synfin.track.Retransmission;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The events of one connection as they were seen from one place, in order of time. */
final class QlogTrace {
  private final Connection connection;
  private final View view;
  private final List<Timed> events = new ArrayList<>();
  private final Unacknowledged sent = new Unacknowledged();
  private final Unacknowledged received = new Unacknowledged();

  /** A side's frame numbers, and the numbers under which the trace has the packets. */
  private final Sides<Map<Long, Integer>> numbers = new Sides<>(new HashMap<>(), new HashMap<>());

  QlogTrace(Connection connection, View view) {
    this.connection = connection;
    this.view = view;
  }

  private record Timed(long nanos, Fields event) {}

  private record Sight(PacketEvent packet, int number, long nanos) {}

  List<Fields> events() {
    started();
    packets().forEach(this::packet);
    for (Side side : Side.values()) {
      states(side);
    }
    for (CallEvent call : connection.calls()) {
      if (view.network() || call.side() == view.side()) {
        call(call);
      }
    }
    findings();
    events.sort(Comparator.comparingLong(Timed::nanos)); // stable
    return events.stream().map(Timed::event).toList();
  }

  private void add(long nanos, String name, Fields data) {
    var event = Fields.of("time", Moments.millis(nanos)).and("name", name).and("data", data);
    events.add(new Timed(nanos, event));
  }

  private void started() {
    long first = connection.allEvents().stream().mapToLong(Moments::of).min().orElse(0);
    add(
        Math.min(0, first),
        "connectivity:connection_started",
        Fields.of("ip_version", connection.client().address().indexOf(':') < 0 ? "v4" : "v6")
            .and("src_ip", connection.client().address())
            .and("dst_ip", connection.server().address())
            .and("protocol", connection.protocol().name())
            .and("src_port", connection.client().port())
            .and("dst_port", connection.server().port()));
  }

  /** Those that were seen here, by time; numbered over all, so that both ends' numbers agree. */
  private List<Sight> packets() {
    var sights = new ArrayList<Sight>();
    int number = 0;
    for (Event event : connection.allEvents()) {
      if (event instanceof PacketEvent packet) {
        number++;
        numbers.of(packet.from()).put(packet.frame(), number);
        OptionalLong seen = view.timeOf(packet);
        if (seen.isPresent()) {
          sights.add(new Sight(packet, number, seen.getAsLong()));
        }
      }
    }
    sights.sort(Comparator.comparingLong(Sight::nanos));
    return sights;
  }

  private void packet(Sight sight) {
    PacketEvent packet = sight.packet;
    boolean leaves = packet.from() == view.side();
    if (leaves && packet instanceof SegmentEvent s && s.retransmission() != null) {
      lost(s, s.retransmission(), sight.nanos);
    }
    List<Unacknowledged.Packet> acknowledged =
        packet instanceof SegmentEvent s && s.ack() != null
            ? (leaves ? received : sent).acknowledge(s.ack())
            : List.of();
    add(
        sight.nanos,
        leaves ? "transport:packet_sent" : "transport:packet_received",
        QlogPacket.of(packet, sight.number, acknowledged));
    if (packet instanceof SegmentEvent s) {
      (leaves ? sent : received).send(s, sight.number, sight.nanos);
      metrics(sight, leaves ? List.of() : acknowledged);
    }
  }

  /** A sender sends again what it holds to be lost. */
  private void lost(SegmentEvent segment, Retransmission retransmission, long nanos) {
    Long of = retransmission.of();
    Integer number = of == null ? null : numbers.of(segment.from()).get(of);
    if (number != null) {
      add(
          nanos,
          "recovery:packet_lost",
          Fields.of("header", Fields.of("packet_number", number))
              .and("trigger", triggerOf(retransmission)));
    }
  }

  private static @Nullable String triggerOf(Retransmission retransmission) {
    return retransmission.cause() == null ? null : Words.of(retransmission.cause());
  }

  private void metrics(Sight sight, List<Unacknowledged.Packet> acknowledged) {
    var data = Fields.of("bytes_in_flight", sent.octets());
    if (!acknowledged.isEmpty() && !acknowledged.getLast().again()) {
      data.and("latest_rtt", Moments.millis(sight.nanos - acknowledged.getLast().nanos()));
    }
    add(sight.nanos, "recovery:metrics_updated", data);
  }

  private void states(Side side) {
    TcpState before = null;
    for (StateChange change : connection.states().of(side)) {
      add(
          change.tNs(),
          "connectivity:connection_state_updated",
          Fields.of("old", Words.of(before))
              .and("new", Words.of(change.state()))
              .and("owner", side == view.side() ? "local" : "remote"));
      before = change.state();
    }
  }

  private void call(CallEvent call) {
    add(Moments.of(call), "socket:call", dataOf(call));
  }

  static Fields dataOf(CallEvent call) {
    return Fields.of("side", Words.of(call.side()))
        .and("call", call.call())
        .and("args", call.args())
        .and("result", call.result())
        .and("error", call.error())
        .and("duration", call.durationNs() == null ? null : Moments.millis(call.durationNs()));
  }

  private void findings() {
    for (Finding finding : connection.findings()) {
      String name =
          switch (finding.severity()) {
            case INFO -> "generic:info";
            case WARNING -> "generic:warning";
            case PROBLEM -> "generic:error";
          };
      add(
          Evidence.timeOf(finding, connection),
          name,
          Fields.of("message", finding.title() + ". " + finding.explanation())
              .and("finding", finding.id())
              .and("evidence", finding.evidence()));
    }
  }
}
