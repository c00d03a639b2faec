package dev.synfin.track;

import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections by addresses and ports, in either direction, without an object per look-up: open
 * addressing with linear probing (Knuth, vol. 3, 6.4, algorithms L and R).
 *
 * @param <C> what is kept
 */
final class ConnectionTable<C extends Connection> {
  private static final int SMALLEST = 1 << 6;

  /**
   * From so many numbers of streams to a connection on, to sort is better than an array with a
   * place for each number.
   */
  private static final long SPARSEST = 2;

  /** Unknown to whoever makes a capture, so that no capture can make all its tuples collide. */
  private final long seed;

  private @Nullable Object[] slots = new @Nullable Object[SMALLEST];
  private int[] hashes = new int[SMALLEST];
  private int size;

  ConnectionTable(long seed) {
    this.seed = seed;
  }

  int size() {
    return size;
  }

  /** The same for both directions. */
  int hash(IpPacket packet) {
    return hash(
        end(packet.sourceHigh(), packet.sourceLow(), packet.sourcePort()),
        end(packet.destinationHigh(), packet.destinationLow(), packet.destinationPort()));
  }

  private static int hash(long one, long other) {
    long sum = one + other;
    return (int) (sum ^ (sum >>> 32));
  }

  /** Mixes as MurmurHash3's finalizer does, so that neighbouring ports lie apart. */
  private long end(long high, long low, int port) {
    long h = (low ^ seed) * 0x9E37_79B9_7F4A_7C15L + high * 0xC2B2_AE3D_27D4_EB4FL + port;
    h = (h ^ (h >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
    return h ^ (h >>> 33);
  }

  @Nullable C find(IpPacket packet, int hash) {
    return find(
        hash,
        packet.version(),
        packet.sourceHigh(),
        packet.sourceLow(),
        packet.sourcePort(),
        packet.destinationHigh(),
        packet.destinationLow(),
        packet.destinationPort());
  }

  /** The connection that the quoted packet belongs to. */
  @Nullable C findQuoted(IcmpError error) {
    return find(
        hash(
            end(error.quotedSourceHigh(), error.quotedSourceLow(), error.quotedSourcePort()),
            end(
                error.quotedDestinationHigh(),
                error.quotedDestinationLow(),
                error.quotedDestinationPort())),
        error.version(),
        error.quotedSourceHigh(),
        error.quotedSourceLow(),
        error.quotedSourcePort(),
        error.quotedDestinationHigh(),
        error.quotedDestinationLow(),
        error.quotedDestinationPort());
  }

  private @Nullable C find(
      int hash,
      int version,
      long sourceHigh,
      long sourceLow,
      int sourcePort,
      long destinationHigh,
      long destinationLow,
      int destinationPort) {
    int mask = slots.length - 1;
    for (int i = hash & mask; slots[i] != null; i = (i + 1) & mask) {
      if (hashes[i] == hash) {
        C found = at(i);
        if (found.version == version
            && (found.goesToServer(
                    sourceHigh,
                    sourceLow,
                    sourcePort,
                    destinationHigh,
                    destinationLow,
                    destinationPort)
                || found.goesToServer(
                    destinationHigh,
                    destinationLow,
                    destinationPort,
                    sourceHigh,
                    sourceLow,
                    sourcePort))) {
          return found;
        }
      }
    }
    return null;
  }

  /** Adds a connection whose four-tuple is not there yet. */
  void add(C connection) {
    if (size >= slots.length / 2) {
      grow();
    }
    place(connection);
    size++;
  }

  private void place(Connection connection) {
    int mask = slots.length - 1;
    int i = connection.hash & mask;
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = connection;
    hashes[i] = connection.hash;
  }

  private void grow() {
    @Nullable Object[] old = slots;
    slots = new @Nullable Object[old.length * 2];
    hashes = new int[old.length * 2];
    for (Object each : old) {
      if (each != null) {
        place((Connection) each);
      }
    }
  }

  /** Takes a connection out, and moves up those that its place had pushed on. */
  void remove(Connection connection) {
    int mask = slots.length - 1;
    int hole = connection.hash & mask;
    while (slots[hole] != connection) {
      hole = (hole + 1) & mask;
    }
    for (int i = (hole + 1) & mask; slots[i] != null; i = (i + 1) & mask) {
      int home = hashes[i] & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        slots[hole] = slots[i];
        hashes[hole] = hashes[i];
        hole = i;
      }
    }
    slots[hole] = null;
    size--;
  }

  /** All connections, in no order. */
  List<C> all() {
    var all = new ArrayList<C>(size);
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != null) {
        all.add(at(i));
      }
    }
    return all;
  }

  /** All connections, in the order of their streams. */
  List<C> inOrder() {
    List<C> all = all();
    if (all.isEmpty()) {
      return all;
    }
    long first = Long.MAX_VALUE;
    long last = 0;
    for (C each : all) {
      first = Math.min(first, each.stream);
      last = Math.max(last, each.stream);
    }
    if (last - first >= SPARSEST * size) {
      all.sort(Comparator.comparingLong(c -> c.stream));
      return all;
    }
    return byNumber(all, first, (int) (last - first) + 1);
  }

  /**
   * Puts all in order by a place for each number. Most connections are the newest ones, so that few
   * places stay empty, and nothing need be compared.
   */
  private List<C> byNumber(List<C> all, long first, int numbers) {
    var places = new @Nullable Object[numbers];
    for (C each : all) {
      places[(int) (each.stream - first)] = each;
    }
    int next = 0;
    for (Object each : places) {
      if (each != null) {
        all.set(next++, cast(each));
      }
    }
    return all;
  }

  @SuppressWarnings("NullAway") // only full slots are asked for
  private C at(int slot) {
    return cast(slots[slot]);
  }

  @SuppressWarnings("unchecked") // only what add() took is in the slots
  private C cast(Object connection) {
    return (C) connection;
  }
}
