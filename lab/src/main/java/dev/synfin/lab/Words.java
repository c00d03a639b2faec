package dev.synfin.lab;

import dev.synfin.timeline.Endpoint;
import dev.synfin.track.Side;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Things as sentences say them. */
final class Words {
  private Words() {}

  static String side(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code 1.25 ms}, or {@code 47.4 µs} as ladders say it. */
  static String time(long nanos) {
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    boolean isShort = nanos < 1_000_000;
    String digits =
        String.format(Locale.ROOT, isShort ? "%.1f" : "%.3f", nanos / (isShort ? 1e3 : 1e6));
    return digits.replaceFirst("\\.?0+$", "") + (isShort ? " µs" : " ms");
  }

  /** A text of several lines, with their ends shown. */
  static String onOneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
  }

  static String time(Duration duration) {
    return time(duration.toNanos());
  }

  /** Such as {@code redis 172.17.0.2:6379}. */
  static String end(Endpoint end) {
    return end.name() == null ? end.text() : end.name() + " " + end.text();
  }

  /** Such as {@code there is 1}. */
  static String there(long count) {
    return (count == 1 ? "there is " : "there are ") + count;
  }

  /** Such as {@code 2 connections}; the plural has an s. */
  static String counted(long count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }

  /** The first of these frames, or null without any. */
  static @Nullable Long first(List<Long> frames) {
    return frames.isEmpty() ? null : frames.getFirst();
  }
}
