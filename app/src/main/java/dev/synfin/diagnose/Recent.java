package dev.synfin.diagnose;

/** How many things happened within a minute, at the most: a count for each second of it. */
final class Recent {
  private static final int SECONDS = 60;

  private final int[] counts = new int[SECONDS];
  private long newest = Long.MIN_VALUE;
  private long within;
  private long peak;

  /** Counts one in this second; what is more than a minute older than the newest is left out. */
  void add(long second) {
    if (newest == Long.MIN_VALUE) {
      newest = second;
    }
    if (second <= newest - SECONDS) {
      return;
    }
    for (int step = 0; newest < second; step++) {
      newest = step < SECONDS ? newest + 1 : second;
      within -= counts[slot(newest)];
      counts[slot(newest)] = 0;
    }
    counts[slot(second)]++;
    peak = Math.max(peak, ++within);
  }

  /** Takes one back that was counted in this second, unless that is more than a minute ago. */
  void remove(long second) {
    if (newest != Long.MIN_VALUE && second > newest - SECONDS && counts[slot(second)] > 0) {
      counts[slot(second)]--;
      within--;
    }
  }

  private static int slot(long second) {
    return Math.floorMod(second, SECONDS);
  }

  /** The most that one minute had. */
  long peak() {
    return peak;
  }
}
