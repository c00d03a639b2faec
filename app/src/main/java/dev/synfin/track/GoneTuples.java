package dev.synfin.track;

import dev.synfin.wire.IpPacket;

/**
 * Remembers the ends of some connections that are followed no more, to recognise what still comes
 * of them.
 *
 * <p>A fixed number of places, so that memory does not grow with what is gone: of a bucket the
 * newest takes the place of the oldest, which is then no longer recognised.
 */
final class GoneTuples {
  private static final int BUCKETS = 1 << 13;
  private static final int PLACES = 8;

  private long[] keys = {};

  void add(Connection connection) {
    if (keys.length == 0) {
      keys = new long[BUCKETS * PLACES];
    }
    int newest = bucket(connection.hash);
    System.arraycopy(keys, newest, keys, newest + 1, PLACES - 1);
    keys[newest] =
        key(
            connection.clientHigh + connection.serverHigh,
            connection.clientLow + connection.serverLow,
            connection.clientPort + connection.serverPort,
            connection.hash);
  }

  /** Whether the packet is of one that is remembered; it is remembered no more. */
  boolean remove(IpPacket packet, int hash) {
    if (keys.length == 0) {
      return false;
    }
    long key =
        key(
            packet.sourceHigh() + packet.destinationHigh(),
            packet.sourceLow() + packet.destinationLow(),
            packet.sourcePort() + packet.destinationPort(),
            hash);
    int newest = bucket(hash);
    for (int i = newest; i < newest + PLACES; i++) {
      if (keys[i] == key) {
        keys[i] = 0;
        return true;
      }
    }
    return false;
  }

  private static int bucket(int hash) {
    return (hash & (BUCKETS - 1)) * PLACES;
  }

  /**
   * The same in both directions, of the sums of both ends; beside the hash, as a scan of millions
   * has many of the same hash.
   */
  private static long key(long high, long low, int ports, int hash) {
    long ends = high * 0x9E37_79B9_7F4A_7C15L;
    ends = (ends + low) * 0xFF51_AFD7_ED55_8CCDL;
    ends = (ends + ports) * 0xC4CE_B9FE_1A85_EC53L;
    return (ends ^ (ends >>> 32) ^ ((long) hash << 32)) | 1;
  }
}
