package dev.synfin.timeline;

import dev.synfin.timeline.Journeys.Journey;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Handshake;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Traffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one connection of what several captures saw of it. */
final class ConnectionMerger {
  private final List<View> clientFirst;
  private final List<Capture> captures;
  private final @Nullable String rule;
  private final long base;

  /**
   * @param views of this connection, one for each stream that a capture tells it in
   * @param captures of the whole run, those that saw nothing of this connection too
   * @param rule the one fault of the run, or null
   */
  ConnectionMerger(List<View> views, List<Capture> captures, @Nullable String rule) {
    this.clientFirst =
        views.stream()
            .sorted(Comparator.comparingInt(v -> distanceFromClient(v.capture())))
            .toList();
    this.captures =
        captures.stream()
            .sorted(Comparator.comparingInt(ConnectionMerger::distanceFromClient))
            .toList();
    this.rule = rule;
    this.base = views.stream().mapToLong(View::startNanos).min().orElseThrow();
  }

  Connection merge() {
    var told = clientFirst.getFirst().connection();
    var events = told.events() == null ? null : events();
    return new Connection(
        told.stream(),
        told.protocol(),
        named(Side.CLIENT),
        named(Side.SERVER),
        told.roles(),
        told.communityId(),
        ConnectionRecords.moment(base),
        clientFirst.stream().mapToLong(View::endNanos).max().orElse(base) - base,
        told.connState(),
        told.history(),
        told.completeness(),
        handshake(),
        told.teardown(),
        new Sides<>(traffic(Side.CLIENT), traffic(Side.SERVER)),
        events == null ? told.analysis() : counted(events),
        new FinalState(
            nearest(Side.CLIENT).connection().finalState().client(),
            nearest(Side.SERVER).connection().finalState().server()),
        new Sides<>(states(Side.CLIENT), states(Side.SERVER)),
        clientFirst.stream().flatMap(v -> v.connection().findings().stream()).distinct().toList(),
        events);
  }

  /**
   * As the client's side saw it, but how often the server sent its part only the server's knows.
   */
  private @Nullable Handshake handshake() {
    var opened = clientFirst.getFirst().connection().handshake();
    var answered = nearest(Side.SERVER).connection().handshake();
    return opened == null || answered == null
        ? opened
        : opened.withSynAckRetransmissions(answered.synAckRetransmissions());
  }

  private List<Event> events() {
    var events = new ArrayList<PacketEvent>();
    for (var from : Side.values()) {
      for (var journey :
          new Journeys(from, from == Side.CLIENT ? clientFirst : serverFirst()).all()) {
        events.add(event(from, journey));
      }
    }
    events.sort(Comparator.comparing(PacketEvent::tNs));
    return lostWithoutEffect(events);
  }

  /** What was lost leaves its receiver in the state in which the segment before it stands. */
  private static List<Event> lostWithoutEffect(List<PacketEvent> events) {
    var told = new ArrayList<Event>(events.size());
    TcpState client = null;
    TcpState server = null;
    for (var event : events) {
      if (event instanceof SegmentEvent s) {
        client = s.lost() != null && s.from() == Side.SERVER ? client : s.clientState();
        server = s.lost() != null && s.from() == Side.CLIENT ? server : s.serverState();
        told.add(s.withSight(s.tNs(), client, server, s.seen(), s.lost()));
      } else {
        told.add(event);
      }
    }
    return told;
  }

  private PacketEvent event(Side from, Journey journey) {
    var first = journey.first();
    var tNs = first.view().since(base, first.packet());
    var seen =
        journey.sights().stream()
            .map(s ->
                new Seen(
                    s.view().capture().id(), s.packet().frame(), s.view().since(base, s.packet())))
            .toList();
    var lost = lost(from, journey, tNs);
    return switch (first.packet()) {
      case SegmentEvent s ->
          s.withSight(
              tNs,
              state(Side.CLIENT, from, journey, s.clientState()),
              state(Side.SERVER, from, journey, s.serverState()),
              seen,
              lost);
      case DatagramEvent d -> d.withSight(tNs, seen, lost);
      case IcmpEvent i -> i.withSight(tNs, seen, lost);
    };
  }

  /**
   * The sender's state is its own tap's; the receiver's that of its tap once the packet is there.
   */
  private @Nullable TcpState state(
      Side of, Side from, Journey journey, @Nullable TcpState bySender) {
    var witness = nearest(of);
    if (of == from || !isTapOf(of, witness.capture())) {
      return bySender;
    }
    for (var sight : journey.sights()) {
      if (sight.view().isOf(witness.capture()) && sight.packet() instanceof SegmentEvent arrived) {
        return arrived.state(of);
      }
    }
    return witness.stateAt(of, journey.first().view().since(0, journey.first().packet()));
  }

  private @Nullable Lost lost(Side from, Journey journey, long tNs) {
    var last = journey.sights().getLast().view();
    var missed = journey.missed();
    if (missed != null && missed.covers(base + tNs)) {
      return lost(last.capture(), missed.capture());
    }
    if (missed == null) {
      var blind = firstBlind(from, last.capture(), base + tNs);
      return blind == null ? null : lost(last.capture(), blind);
    }
    return null;
  }

  private Lost lost(Capture last, Capture missed) {
    return new Lost(List.of(last.id(), missed.id()), rule);
  }

  /** The next complete capture on the way that ran, and saw nothing of this connection at all. */
  private @Nullable Capture firstBlind(Side from, Capture last, long nanos) {
    var onTheWay = from == Side.CLIENT ? captures : captures.reversed();
    var after = onTheWay.subList(onTheWay.indexOf(last) + 1, onTheWay.size());
    for (var capture : after) {
      var sawIt = clientFirst.stream().anyMatch(v -> v.isOf(capture));
      if (!sawIt && View.covers(capture, nanos)) {
        return capture;
      }
    }
    return null;
  }

  private Traffic traffic(Side side) {
    return nearest(side).connection().traffic().of(side);
  }

  /** Frame numbers are those of that side's own capture. */
  private List<StateChange> states(Side side) {
    var view = nearest(side);
    var later = view.startNanos() - base;
    return view.connection().states().of(side).stream()
        .map(c -> new StateChange(c.state(), c.frame(), c.tNs() + later))
        .toList();
  }

  private Endpoint named(Side side) {
    var end = end(clientFirst.getFirst(), side);
    for (var view : clientFirst) {
      var name = end(view, side).name();
      if (end.name() == null && name != null) {
        end = new Endpoint(end.address(), end.port(), name);
      }
    }
    return end;
  }

  private static Endpoint end(View view, Side side) {
    return side == Side.CLIENT ? view.connection().client() : view.connection().server();
  }

  /** Of several streams of one capture the first, which has the handshake. */
  private View nearest(Side side) {
    var nearest = side == Side.CLIENT ? clientFirst.getFirst() : clientFirst.getLast();
    return clientFirst.stream()
        .filter(v -> v.isOf(nearest.capture()))
        .min(Comparator.comparingLong(View::startNanos))
        .orElse(nearest);
  }

  private List<View> serverFirst() {
    return clientFirst.reversed();
  }

  private static Map<AnalysisFlag, Integer> counted(List<Event> events) {
    var counts = new EnumMap<AnalysisFlag, Integer>(AnalysisFlag.class);
    for (var event : events) {
      if (event instanceof SegmentEvent segment) {
        segment.analysis().forEach(flag -> counts.merge(flag, 1, Integer::sum));
      }
    }
    return counts;
  }

  private static boolean isTapOf(Side side, Capture capture) {
    return capture.vantage()
        == (side == Side.CLIENT ? Capture.Vantage.CLIENT : Capture.Vantage.SERVER);
  }

  private static int distanceFromClient(Capture capture) {
    return switch (capture.vantage()) {
      case CLIENT -> 0;
      case SERVER -> 2;
      case NETWORK, LOOPBACK -> 1;
      case null -> 1;
    };
  }
}
