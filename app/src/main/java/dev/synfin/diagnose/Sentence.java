package dev.synfin.diagnose;

import dev.synfin.timeline.Lost;
import dev.synfin.track.Side;
import java.util.Locale;

/** How findings speak of quantities and of who did something. */
final class Sentence {
  private Sentence() {}

  static String the(Side side) {
    return "the " + side.name().toLowerCase(Locale.ROOT);
  }

  static String capital(Side side) {
    return side == Side.CLIENT ? "The client" : "The server";
  }

  /** Between which taps it was lost, and by which fault. */
  static String place(Lost lost) {
    return String.join(" and ", lost.between())
        + (lost.rule() == null ? "" : " (the fault «" + lost.rule() + "»)");
  }

  static Side other(Side side) {
    return side == Side.CLIENT ? Side.SERVER : Side.CLIENT;
  }

  /** Such as {@code 40 ms} or {@code 1.2 s}. */
  static String time(long nanos) {
    if (nanos < 1_000_000) {
      return nanos / 1000 + " µs";
    }
    return nanos < 1_000_000_000
        ? nanos / 1_000_000 + " ms"
        : String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  /** Such as {@code 1 segment} or {@code 2,000 segments}. */
  static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
