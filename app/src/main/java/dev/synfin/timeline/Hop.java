package dev.synfin.timeline;

import dev.synfin.track.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place on the way of one side's packets where a tap sat: the packets seen there that no packet
 * of an earlier place has claimed yet.
 *
 * <p>A tap in the network sees a packet twice, on its way in and on its way out with a time to live
 * that is one less: those are two hops.
 */
final class Hop {
  final View view;
  private final Map<Copy, Deque<Item>> waiting = new HashMap<>();
  private final List<Item> order = new ArrayList<>();

  /** The packets of one side that one capture saw at one place. */
  Hop(View view, List<PacketEvent> packets) {
    this.view = view;
    for (var packet : packets) {
      var item = new Item(packet, Copy.of(packet));
      order.add(item);
      waiting.computeIfAbsent(item.copy, c -> new ArrayDeque<>()).add(item);
    }
  }

  /** The hops from this side to its peer, of the captures that have the connection. */
  static List<Hop> between(Side from, List<View> onTheWay) {
    var hops = new ArrayList<Hop>();
    for (var view : onTheWay) {
      var packets = view.packets().stream().filter(p -> p.from() == from).toList();
      if (view.capture().vantage() != Capture.Vantage.NETWORK) {
        hops.add(new Hop(view, packets));
        continue;
      }
      var arriving = arriving(packets);
      hops.add(new Hop(view, packets.stream().filter(arriving::contains).toList()));
      hops.add(new Hop(view, packets.stream().filter(p -> !arriving.contains(p)).toList()));
    }
    return hops;
  }

  /** Those that no earlier copy of the same capture has a higher time to live than. */
  private static Set<PacketEvent> arriving(List<PacketEvent> packets) {
    var highest = new HashMap<Copy, Integer>();
    for (var packet : packets) {
      highest.merge(Copy.of(packet), ttl(packet), Math::max);
    }
    var arriving = Collections.<PacketEvent>newSetFromMap(new IdentityHashMap<>());
    for (var packet : packets) {
      if (ttl(packet) == highest.getOrDefault(Copy.of(packet), 0)) {
        arriving.add(packet);
      }
    }
    return arriving;
  }

  private static int ttl(PacketEvent packet) {
    var ttl = packet.ttl();
    return ttl == null ? 0 : ttl;
  }

  /** All packets that were seen here, in order of time. */
  List<Item> items() {
    return order;
  }

  /** How many copies of this packet nobody claimed. */
  int copies(Copy copy) {
    return copiesOf(copy).size();
  }

  /** When the oldest unclaimed copy of this packet was seen; there must be one. */
  long nextSeen(Copy copy) {
    return view.since(0, copiesOf(copy).element().packet);
  }

  /** Takes the oldest unclaimed copy of this packet; there must be one. */
  PacketEvent claim(Copy copy) {
    var item = copiesOf(copy).remove();
    item.claimed = true;
    return item.packet;
  }

  /**
   * Takes the unclaimed segments whose octets lie within this one's, or names the first within
   * whose octets this one's lie: network cards cut large segments and join small ones. What left
   * its origin as it arrived here is no piece.
   */
  List<PacketEvent> claimPieces(SegmentEvent whole, Hop origin) {
    var pieces = new ArrayList<PacketEvent>();
    for (var item : order) {
      if (!item.claimed
          && item.packet instanceof SegmentEvent piece
          && piece.len() > 0
          && origin.copies(item.copy) == 0) {
        if (lies(piece, whole)) {
          copiesOf(item.copy).remove(item);
          item.claimed = true;
          pieces.add(piece);
        } else if (lies(whole, piece) && pieces.isEmpty()) {
          item.joined = true;
          return List.of(piece);
        }
      }
    }
    return pieces;
  }

  private Deque<Item> copiesOf(Copy copy) {
    return waiting.getOrDefault(copy, new ArrayDeque<>(0));
  }

  private static boolean lies(SegmentEvent inner, SegmentEvent outer) {
    return inner.seq() >= outer.seq() && inner.seq() + inner.len() <= outer.seq() + outer.len();
  }

  /** A packet seen here. */
  static final class Item {
    final PacketEvent packet;
    final Copy copy;

    /** An earlier hop's packet is this one. */
    boolean claimed;

    /** Holds the octets of several packets of an earlier hop. */
    boolean joined;

    Item(PacketEvent packet, Copy copy) {
      this.packet = packet;
      this.copy = copy;
    }
  }

  /** What is the same of one packet wherever it is seen, and different for most others. */
  record Copy(
      long rawSeq,
      @Nullable Long rawAck,
      List<Flag> flags,
      int len,
      @Nullable Integer ipId,
      @Nullable Long tsVal,
      @Nullable Long tsEcr,
      @Nullable Object more) {

    static Copy of(PacketEvent packet) {
      return switch (packet) {
        case SegmentEvent s ->
            new Copy(
                s.rawSeq(),
                s.rawAck(),
                s.flags(),
                s.len(),
                s.ipId(),
                s.options().tsVal(),
                s.options().tsEcr(),
                null);
        case DatagramEvent d ->
            new Copy(0, null, List.of(), d.len(), d.ipId(), null, null, d.payload());
        case IcmpEvent i ->
            new Copy(i.icmpType(), null, List.of(), i.icmpCode(), i.ipId(), null, null, i.sender());
      };
    }
  }
}
