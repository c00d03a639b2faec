package dev.synfin.render;

import java.util.Locale;

/** Durations, sizes and counts as a person reads them. */
final class Quantities {
  private Quantities() {}

  /** Three digits and a unit: {@code 112 µs}, {@code 0.143 ms}, {@code 2.04 s}. */
  static String duration(long nanos, Glyphs glyphs) {
    var size = Math.abs(nanos);
    if (size < 1_000) {
      return nanos + " ns";
    }
    if (size < 100_000) {
      return digits(nanos / 1e3) + " " + glyphs.micro() + "s";
    }
    return size < 1_000_000_000 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
  }

  /** {@code 5 B}, {@code 16.0 MiB}. */
  static String bytes(long bytes) {
    if (bytes < 10_000) {
      return bytes + " B";
    }
    return bytes < 10_000L * 1024
        ? digits(bytes / 1024.0) + " KiB"
        : digits(bytes / (1024.0 * 1024)) + " MiB";
  }

  /** {@code 1 segment}, {@code 3 segments}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  private static String digits(double value) {
    var size = Math.abs(value);
    var format = size < 1 ? "%.3f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
