package dev.synfin.track;

/**
 * Remembers some of the connections that were evicted, to count those that go on nevertheless.
 *
 * <p>A fixed number of places, so that memory does not grow with what was evicted: a newer one
 * takes the place of an older one, which is then no longer recognised.
 */
final class EvictedTuples {
  private static final int PLACES = 1 << 16;

  private int[] hashes = {};
  private long evictions;
  private long resumed;

  void add(int hash) {
    if (hashes.length == 0) {
      hashes = new int[PLACES];
    }
    hashes[hash & (PLACES - 1)] = hash;
    evictions++;
  }

  void countIfThere(int hash) {
    if (hashes.length > 0 && hash != 0 && hashes[hash & (PLACES - 1)] == hash) {
      hashes[hash & (PLACES - 1)] = 0;
      resumed++;
    }
  }

  long evictions() {
    return evictions;
  }

  long resumed() {
    return resumed;
  }
}
