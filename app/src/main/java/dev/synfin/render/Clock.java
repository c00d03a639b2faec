package dev.synfin.render;

import java.util.Locale;

/** The time column of a ladder: one unit and as many decimals as the whole of it needs. */
enum Clock {
  MILLISECONDS("ms", 1e6, 3),
  SECONDS("s", 1e9, 4);

  /** Columns that a time takes at least. */
  static final int COLUMNS = 9;

  private static final long LONGEST_IN_MILLISECONDS = 10_000_000_000L;

  private final String unit;
  private final double nanos;
  private final int decimals;

  Clock(String unit, double nanos, int decimals) {
    this.unit = unit;
    this.nanos = nanos;
    this.decimals = decimals;
  }

  /** The one for a ladder whose times are at most that far from 0. */
  static Clock reaching(long farthestNanos) {
    return farthestNanos < LONGEST_IN_MILLISECONDS ? MILLISECONDS : SECONDS;
  }

  String unit() {
    return unit;
  }

  String show(long atNanos) {
    return String.format(Locale.ROOT, "%" + COLUMNS + "." + decimals + "f", atNanos / nanos);
  }
}
