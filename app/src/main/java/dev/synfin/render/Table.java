package dev.synfin.render;

import dev.synfin.timeline.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Many connections at once: how many of each kind, by Zeek's state and history. */
final class Table {
  private static final String FORMAT = "%11s  %-5s %-6s  %-20s  %9s  %9s";

  private final Glyphs glyphs;

  private Table(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** The table's lines, the most frequent kind first. */
  static List<String> byStateAndHistory(List<Connection> connections, RenderOptions options) {
    var table = new Table(Glyphs.of(options));
    var kinds = new LinkedHashMap<Kind, List<Connection>>();
    for (var connection : connections) {
      kinds.computeIfAbsent(Kind.of(connection), k -> new ArrayList<>()).add(connection);
    }
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT, FORMAT, "connections", "", "state", "history", "median", "longest"));
    kinds.entrySet().stream()
        .sorted(Comparator.comparingInt(kind -> -kind.getValue().size()))
        .forEach(kind -> lines.add(table.line(kind.getKey(), kind.getValue())));
    return lines;
  }

  private record Kind(String protocol, String state, String history) {
    static Kind of(Connection c) {
      return new Kind(
          c.protocol().name(),
          Objects.requireNonNullElse(c.connState(), "-"),
          Objects.requireNonNullElse(c.history(), "-"));
    }
  }

  private String line(Kind kind, List<Connection> connections) {
    var durations = connections.stream().map(Connection::durationNs).sorted().toList();
    return String.format(
        Locale.ROOT,
        FORMAT,
        String.format(Locale.ROOT, "%,d", connections.size()),
        kind.protocol(),
        kind.state(),
        PlainText.cut(kind.history(), 20, glyphs.more()),
        Quantities.duration(durations.get(durations.size() / 2), glyphs),
        Quantities.duration(durations.getLast(), glyphs));
  }
}
