package dev.synfin.render;

import java.util.Locale;

/**
 * Text from the network made harmless: nothing in it moves the cursor, colours, hides, or turns the
 * direction of writing. And how many columns of a terminal a text takes.
 */
final class PlainText {
  private PlainText() {}

  /** Shows what a terminal could obey as an escape of the Java kind; the rest as it is. */
  static String harmless(String text, boolean ascii) {
    var shown = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(shown, point, ascii));
    return shown.toString();
  }

  /** The same in double quotes, with quotes and backslashes escaped. */
  static String quoted(String text, boolean ascii) {
    return '"' + harmless(text.replace("\\", "\\\\").replace("\"", "\\\""), ascii) + '"';
  }

  /** Columns that a harmless text takes. */
  static int width(String text) {
    return text.codePoints().map(PlainText::width).sum();
  }

  /** The text, cut to that many columns, its end replaced by the sign for more where it is cut. */
  static String cut(String text, int columns, String more) {
    if (width(text) <= columns) {
      return text;
    }
    var kept = new StringBuilder();
    var used = width(more);
    for (var point : text.codePoints().toArray()) {
      used += width(point);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return columns <= 0 ? "" : kept + more;
  }

  /** 0 for what combines with the character before, 2 for what East Asian scripts draw wide. */
  static int width(int point) {
    var type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return point >= 0x1100 && isWide(point) ? 2 : 1;
  }

  private static boolean isWide(int point) {
    return point <= 0x115F
        || (point >= 0x2E80 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFE30 && point <= 0xFE6F)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0xFFE0 && point <= 0xFFE6)
        || (point >= 0x1F300 && point <= 0x1FAFF)
        || (point >= 0x20000 && point <= 0x3FFFD);
  }

  private static void append(StringBuilder shown, int point, boolean ascii) {
    switch (point) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isHarmless(point) && (point < 0x7F || !ascii)) {
          shown.appendCodePoint(point);
        } else {
          shown.append(String.format(Locale.ROOT, "\\u%04x", point));
        }
      }
    }
  }

  private static boolean isHarmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      default -> true;
    };
  }
}
