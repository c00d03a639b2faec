package dev.synfin.render;

import java.util.Arrays;

/** One line of text on a grid of columns, on which what is put later covers what was there. */
final class Row {
  private final String[] cells;
  private final Style[] styles;

  Row(int columns) {
    cells = new String[columns];
    styles = new Style[columns];
    Arrays.fill(cells, " ");
    Arrays.fill(styles, Style.PLAIN);
  }

  /** Puts harmless text there; what goes beyond the last column is cut. */
  Row put(int column, String text, Style style) {
    var at = column;
    for (var point : text.codePoints().toArray()) {
      var width = PlainText.width(point);
      if (at < 0 || at + width > cells.length) {
        break;
      }
      if (width == 0) {
        continue;
      }
      cells[at] = Character.toString(point);
      styles[at] = style;
      if (width == 2) {
        cells[at + 1] = "";
        styles[at + 1] = style;
      }
      at += width;
    }
    return this;
  }

  /** Puts harmless text so that it ends before that column. */
  Row putBefore(int column, String text, Style style) {
    return put(column - PlainText.width(text), text, style);
  }

  /** Puts the same character from one column up to and without another. */
  Row fill(int from, int to, String character, Style style) {
    for (var at = Math.max(from, 0); at < Math.min(to, cells.length); at++) {
      cells[at] = character;
      styles[at] = style;
    }
    return this;
  }

  /** The line without trailing spaces. */
  String toText(boolean colour) {
    var end = cells.length;
    while (end > 0 && cells[end - 1].equals(" ")) {
      end--;
    }
    var text = new StringBuilder();
    for (var from = 0; from < end; ) {
      var to = from;
      var run = new StringBuilder();
      while (to < end && styles[to] == styles[from]) {
        run.append(cells[to++]);
      }
      text.append(colour ? styles[from].paint(run.toString()) : run);
      from = to;
    }
    return text.toString();
  }
}
