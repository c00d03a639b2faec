package dev.synfin.track;

import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.PacketCopy;
import dev.synfin.wire.TcpSegment;
import java.io.Flushable;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** So many things that a tracker told, in order, in places that are used again. */
final class RelayBatch {
  private static final int PLACES = 256;

  private final Told[] places = new Told[PLACES];
  private int size;

  boolean isFull() {
    return size == PLACES;
  }

  private Told next(@Nullable Connection connection) {
    Told next = places[size];
    if (next == null) {
      next = new Told();
      places[size] = next;
    }
    size++;
    next.connection = connection;
    return next;
  }

  void addOpened(Connection connection) {
    next(connection).kind = Kind.OPENED;
  }

  void addClosed(Connection connection) {
    next(connection).kind = Kind.CLOSED;
  }

  void addSegment(Connection of, TcpSegment segment, SegmentFacts facts, int payloadBytes) {
    Told next = next(of);
    next.kind = Kind.PACKET;
    next.packet = next.copy.copy(segment, payloadBytes);
    next.facts.copy(facts);
  }

  void addPacket(@Nullable Connection of, IpPacket packet, Side from, int payloadBytes) {
    Told next = next(of);
    next.kind = Kind.PACKET;
    next.packet = next.copy.copy(packet, payloadBytes);
    next.facts.from = from;
  }

  void addFlush(Flushable flushable) {
    Told next = next(null);
    next.kind = Kind.FLUSH;
    next.flushable = flushable;
  }

  void tell(ConnectionObserver observer) throws IOException {
    for (int i = 0; i < size; i++) {
      places[i].tell(observer);
    }
  }

  /** Lets go of the connections. */
  void clear() {
    for (int i = 0; i < size; i++) {
      places[i].connection = null;
      places[i].flushable = null;
    }
    size = 0;
  }

  private enum Kind {
    OPENED,
    PACKET,
    CLOSED,
    FLUSH
  }

  /** One place. */
  private static final class Told {
    private final PacketCopy copy = new PacketCopy();
    private final SegmentFacts facts = new SegmentFacts();
    private Kind kind = Kind.OPENED;
    private @Nullable Connection connection;
    private @Nullable IpPacket packet;
    private @Nullable Flushable flushable;

    private void tell(ConnectionObserver observer) throws IOException {
      switch (kind) {
        case OPENED -> observer.opened(of());
        case PACKET -> tellPacket(observer);
        case CLOSED -> observer.closed(of());
        case FLUSH -> Objects.requireNonNull(flushable).flush();
      }
    }

    private Connection of() {
      return Objects.requireNonNull(connection);
    }

    private void tellPacket(ConnectionObserver observer) {
      switch (Objects.requireNonNull(packet)) {
        case TcpSegment segment -> observer.segment(of(), segment, facts);
        case Datagram datagram -> observer.datagram(of(), datagram, facts.from);
        case IcmpError error -> observer.icmp(of(), error, facts.from);
        case CutSegment cut -> observer.cutSegment(cut);
      }
    }
  }
}
