package dev.synfin.render;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines at spaces. */
final class Paragraph {
  private Paragraph() {}

  static List<String> wrap(String text, int columns) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty()
          && PlainText.width(line.toString()) + 1 + PlainText.width(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
