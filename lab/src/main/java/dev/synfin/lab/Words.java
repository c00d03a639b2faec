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

  /** The first of these frames, or null without any. */
  static @Nullable Long first(List<Long> frames) {
    return frames.isEmpty() ? null : frames.getFirst();
  }
}
