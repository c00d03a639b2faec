package dev.synfin.timeline;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as the documents write them: RFC 3339 in UTC with nine decimals. */
final class MomentText {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private MomentText() {}

  /** Such as {@code 2026-01-31T12:00:00.000000001Z}. */
  static String of(Instant instant) {
    return MOMENT.format(instant);
  }
}
