package dev.synfin.track;

/**
 * Remembers some of the connections that were evicted, to count those that go on nevertheless.
 *
 * <p>A fixed number of places, so that memory does not grow with what was evicted: a newer one
 * takes the place of an older one, which is then no longer recognised.
 */
final class EvictedTuples {
  private static final int PLACES = 1 << 16;

  private long[] keys = {};
  private long evictions;
  private long resumed;

  void add(Connection connection) {
    if (keys.length == 0) {
      keys = new long[PLACES];
    }
    keys[place(connection)] = key(connection);
    evictions++;
  }

  void countIfThere(Connection connection) {
    if (keys.length > 0 && keys[place(connection)] == key(connection)) {
      keys[place(connection)] = 0;
      resumed++;
    }
  }

  private static int place(Connection connection) {
    return connection.hash & (PLACES - 1);
  }

  /** The same whoever began; beside the hash, as a scan of millions has many of the same hash. */
  private static long key(Connection c) {
    long ends = (c.clientHigh + c.serverHigh) * 0x9E37_79B9_7F4A_7C15L;
    ends = (ends + c.clientLow + c.serverLow) * 0xFF51_AFD7_ED55_8CCDL;
    ends = (ends + c.clientPort + c.serverPort) * 0xC4CE_B9FE_1A85_EC53L;
    return (ends ^ (ends >>> 32) ^ ((long) c.hash << 32)) | 1;
  }

  long evictions() {
    return evictions;
  }

  long resumed() {
    return resumed;
  }
}
