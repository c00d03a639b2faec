package dev.synfin.render;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Seen;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a ladder shows the state that a segment puts its receiver into. Its row stands where it was
 * sent, and its arrow's head shows what it did on arrival; but where the receiver sent something
 * while it was still under way, that row comes first, and the state stands in a row of its own.
 */
final class Arrivals {
  private final Map<String, Capture.Vantage> vantages = new HashMap<>();
  private final Set<SegmentEvent> late = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Arrival> waiting;

  /** A segment that reached an end after that end's next row. */
  record Arrival(long atNs, Side side, @Nullable TcpState state) {}

  private Arrivals(Timeline timeline, List<SegmentEvent> sent) {
    for (var capture : timeline.captures()) {
      if (capture.vantage() != null) {
        vantages.put(capture.id(), capture.vantage());
      }
    }
    var arrivals = new ArrayList<Arrival>();
    for (var side : Side.values()) {
      arrivals.addAll(lateAt(side, sent));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atNs));
    this.waiting = new ArrayDeque<>(arrivals);
  }

  /** Those of a connection's segments, in the order of their rows. */
  static Arrivals of(Timeline timeline, List<SegmentEvent> sent) {
    return new Arrivals(timeline, sent);
  }

  private List<Arrival> lateAt(Side side, List<SegmentEvent> sent) {
    var earliest = new long[sent.size() + 1];
    earliest[sent.size()] = Long.MAX_VALUE;
    for (var i = sent.size() - 1; i >= 0; i--) {
      earliest[i] = Math.min(earliest[i + 1], momentAt(side, sent.get(i)));
    }
    var arrivals = new ArrayList<Arrival>();
    for (var i = 0; i < sent.size(); i++) {
      var segment = sent.get(i);
      var at = momentAt(side, segment);
      var overtaken = at > earliest[i + 1];
      var behind = !arrivals.isEmpty() && arrivals.getLast().atNs() > segment.tNs();
      if (segment.lost() == null && segment.from() != side && (overtaken || behind)) {
        late.add(segment);
        arrivals.add(new Arrival(at, side, segment.state(side)));
      }
    }
    return arrivals;
  }

  /** When the segment was at this end, as far as this end's own tap saw it; lost: never. */
  private long momentAt(Side side, SegmentEvent segment) {
    if (segment.from() == side) {
      return segment.tNs();
    }
    if (segment.lost() != null) {
      return Long.MAX_VALUE;
    }
    var own = side == Side.CLIENT ? Capture.Vantage.CLIENT : Capture.Vantage.SERVER;
    return segment.seen().stream()
        .filter(s -> vantages.get(s.capture()) == own)
        .mapToLong(Seen::tNs)
        .findFirst()
        .orElse(segment.tNs());
  }

  /** This end's state, as it stands in the segment's own row; null where it says nothing of it. */
  @Nullable TcpState inRow(SegmentEvent segment, Side side) {
    var received = segment.from() != side;
    return received && (segment.lost() != null || late.contains(segment))
        ? null
        : segment.state(side);
  }

  /** The next that came no later than this moment, or null; each is given once. */
  @Nullable Arrival nextUntil(long untilNs) {
    return waiting.isEmpty() || waiting.getFirst().atNs() > untilNs ? null : waiting.removeFirst();
  }
}
