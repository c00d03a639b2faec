package dev.synfin.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bound on a number, such as {@code >= 4} or {@code < 50}. */
record Bound(String relation, long limit) {
  private static final Pattern TEXT = Pattern.compile("\\s*(<=|>=|<|>)\\s*(-?\\d{1,18})\\s*");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  static Bound of(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? new Bound(matcher.group(1), Long.parseLong(matcher.group(2)))
        : new Bound("", 0);
  }

  boolean admits(String seen) {
    if (!NUMBER.matcher(seen).matches()) {
      return false;
    }
    long number = Long.parseLong(seen);
    return switch (relation) {
      case "<" -> number < limit;
      case "<=" -> number <= limit;
      case ">" -> number > limit;
      case ">=" -> number >= limit;
      default -> false;
    };
  }
}
