package dev.synfin.expect;

import dev.synfin.expect.NormalForm.Entry;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;

/** What two wires do not have in common, as one ladder: {@code -} is missing, {@code +} is new. */
public final class WireDifference {
  private static final int LANE = 46;
  private static final int MOST_ALIGNED = 4_000;

  private final List<Row> rows;

  private WireDifference(List<Row> rows) {
    this.rows = rows;
  }

  private record Row(char sign, Entry entry) {}

  /** What must be taken from the first and added to it to have the second. */
  public static WireDifference between(NormalForm first, NormalForm second) {
    List<Entry> a = first.entries();
    List<Entry> b = second.entries();
    int same = 0;
    while (same < Math.min(a.size(), b.size()) && a.get(same).equals(b.get(same))) {
      same++;
    }
    var rows = new ArrayList<Row>();
    a.subList(0, same).forEach(entry -> rows.add(new Row(' ', entry)));
    align(a.subList(same, a.size()), b.subList(same, b.size()), rows);
    return new WireDifference(rows);
  }

  /** By the longest common subsequence; what is too long for that is told as it is. */
  private static void align(List<Entry> a, List<Entry> b, List<Row> rows) {
    int i = 0;
    int j = 0;
    if (a.size() <= MOST_ALIGNED && b.size() <= MOST_ALIGNED) {
      int[][] common = common(a, b);
      while (i < a.size() && j < b.size()) {
        if (a.get(i).equals(b.get(j))) {
          rows.add(new Row(' ', a.get(i++)));
          j++;
        } else if (common[i + 1][j] >= common[i][j + 1]) {
          rows.add(new Row('-', a.get(i++)));
        } else {
          rows.add(new Row('+', b.get(j++)));
        }
      }
    }
    a.subList(i, a.size()).forEach(entry -> rows.add(new Row('-', entry)));
    b.subList(j, b.size()).forEach(entry -> rows.add(new Row('+', entry)));
  }

  /** How many entries what begins at each pair has in common. */
  private static int[][] common(List<Entry> a, List<Entry> b) {
    var common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return rows.stream().allMatch(row -> row.sign() == ' ');
  }

  /** How many lines are missing and how many are new, such as {@code 1 missing, 2 added}. */
  public String counts() {
    return rows.stream().filter(row -> row.sign() == '-').count()
        + " missing, "
        + rows.stream().filter(row -> row.sign() == '+').count()
        + " added";
  }

  /** The ladder; lines that end with a line feed. */
  public String ladder() {
    var text = new StringBuilder();
    int connection = 0;
    for (Row row : rows) {
      if (row.entry().from() == null) {
        text.append(row.sign()).append(" ── ").append(row.entry().text()).append(' ');
        text.append(connection++).append(' ').append("─".repeat(LANE - 8)).append('\n');
      } else {
        text.append(row.sign()).append(' ').append(arrow(row.entry())).append('\n');
      }
    }
    return text.toString();
  }

  private static String arrow(Entry entry) {
    String line = "─".repeat(Math.max(1, LANE - 6 - entry.text().length()));
    return entry.from() == Side.CLIENT
        ? "├─ " + entry.text() + " " + line + "▶│"
        : "│◀" + line + " " + entry.text() + " ─┤";
  }
}
