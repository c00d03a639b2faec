package dev.synfin.timeline;

import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows each packet of one side from its sender's tap to its receiver's. */
final class Journeys {
  private final List<Hop> hops;

  Journeys(Side from, List<View> onTheWay) {
    this.hops = Hop.between(from, onTheWay);
  }

  /** A packet at one place on its way. */
  record Sight(View view, PacketEvent packet) {}

  /**
   * One packet's way.
   *
   * @param sights where it was seen, the first the nearest to its sender
   * @param missed the first hop where it should have been seen and was not, or null
   */
  record Journey(List<Sight> sights, @Nullable View missed) {
    Sight first() {
      return sights.getFirst();
    }
  }

  /** All journeys, those that begin at the same hop in order of time. */
  List<Journey> all() {
    var journeys = new ArrayList<Journey>();
    for (var i = 0; i < hops.size(); i++) {
      for (var item : hops.get(i).items()) {
        if (!item.claimed && !item.joined) {
          hops.get(i).claim(item.copy);
          journeys.add(follow(item, i));
        }
      }
    }
    return journeys;
  }

  private Journey follow(Hop.Item item, int start) {
    var origin = hops.get(start);
    var sights = new ArrayList<Sight>();
    sights.add(new Sight(origin.view, item.packet));
    View missed = null;
    for (var hop : hops.subList(start + 1, hops.size())) {
      if (isBeside(hop.view, sights.getLast().view())) {
        continue;
      }
      var seen = seenAt(hop, item, origin);
      if (seen.isEmpty()) {
        missed = missed == null ? hop.view : missed;
      } else {
        missed = null; // a tap on the way overlooked it
        seen.forEach(p -> sights.add(new Sight(hop.view, p)));
      }
    }
    return new Journey(sights, missed);
  }

  /** One capture may tell a connection in several streams: a packet stands in one of them. */
  private static boolean isBeside(View one, View other) {
    return one.isOf(other.capture()) && one.connection().stream() != other.connection().stream();
  }

  /**
   * The n-th copy that left is the n-th that arrived, where as many arrived as left. Where fewer
   * did, a copy that arrived after the next one had left is taken to be that next one.
   */
  private static List<PacketEvent> seenAt(Hop hop, Hop.Item item, Hop origin) {
    var arrived = hop.copies(item.copy);
    if (arrived == 0) {
      return item.packet instanceof SegmentEvent s && s.len() > 0
          ? hop.claimPieces(s, origin)
          : List.of();
    }
    var rivals = origin.copies(item.copy);
    return arrived <= rivals && origin.nextSeen(item.copy) <= hop.nextSeen(item.copy)
        ? List.of()
        : List.of(hop.claim(item.copy));
  }
}
