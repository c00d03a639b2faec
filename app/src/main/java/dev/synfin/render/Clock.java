package dev.synfin.render;

import java.util.Locale;

/**
 * The time column of a ladder: one unit for all of it, microseconds to be seen.
 *
 * @param columns that the column takes
 */
record Clock(Unit unit, int columns) {
  private static final long LONGEST_IN_MILLISECONDS = 10_000_000_000L;

  enum Unit {
    MILLISECONDS("ms", 1e6, 3),
    SECONDS("s", 1e9, 6);

    final String symbol;
    private final double nanos;
    private final int decimals;

    Unit(String symbol, double nanos, int decimals) {
      this.symbol = symbol;
      this.nanos = nanos;
      this.decimals = decimals;
    }
  }

  /** The one for a ladder whose times lie between these. */
  static Clock between(long firstNanos, long lastNanos) {
    var farthest = Math.max(Math.abs(firstNanos), Math.abs(lastNanos));
    var unit = farthest < LONGEST_IN_MILLISECONDS ? Unit.MILLISECONDS : Unit.SECONDS;
    var bare = new Clock(unit, 1);
    var widest = Math.max(bare.show(firstNanos).length(), bare.show(lastNanos).length());
    return new Clock(unit, Math.max(widest, 7) + 1);
  }

  /** The same with room for a mark and a space before each time. */
  Clock marked() {
    return new Clock(unit, columns + 1);
  }

  String show(long atNanos) {
    var format = "%" + columns + "." + unit.decimals + "f";
    return String.format(Locale.ROOT, format, atNanos / unit.nanos);
  }
}
