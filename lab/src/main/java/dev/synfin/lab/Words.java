package dev.synfin.lab;

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

  /** Such as {@code 1.25 ms}. */
  static String time(long nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6).replaceFirst("\\.?0+ ms", " ms");
  }

  static String time(Duration duration) {
    return time(duration.toNanos());
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
