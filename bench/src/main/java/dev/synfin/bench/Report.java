package dev.synfin.bench;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the contests gave, as a table and as JSON. */
final class Report {
  private static final double MEGABYTE = 1e6;

  private Report() {}

  /** Markdown, as it stands in the documentation. */
  static String table(List<Contest> contests) throws IOException {
    var text = new StringBuilder();
    text.append(LocalDate.now(ZoneOffset.UTC)).append(", ").append(Main.machine()).append(".\n");
    for (Contest contest : contests) {
      text.append("\n| ").append(contest.name()).append(" | seconds | processor s | peak MB |");
      text.append(" synfin is so many times as fast |\n|---|---:|---:|---:|---:|\n");
      for (Contestant contestant : contest.contestants()) {
        text.append(row(contest, contestant));
      }
    }
    return text.toString();
  }

  private static String row(Contest contest, Contestant contestant) {
    Measurement median = contest.median(contestant);
    double ratio = contest.ratio(contestant);
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.0f | %s |%n",
        contestant.name(),
        median.seconds(),
        median.cpuSeconds(),
        contest.peakBytes(contestant) / MEGABYTE,
        ratio == 0 ? "" : String.format(Locale.ROOT, "%.1f", ratio));
  }

  static String json(List<Contest> contests) throws IOException {
    String files =
        contests.stream()
            .map(contest ->
                contest.contestants().stream()
                    .map(contestant -> entry(contest, contestant))
                    .collect(Collectors.joining(",\n    ")))
            .collect(Collectors.joining(",\n    "));
    return document(files);
  }

  /** Runs, each an object of JSON, with the day and the machine that they come from. */
  static String document(String runs) throws IOException {
    return String.format(
        Locale.ROOT,
        "{%n  \"date\": \"%s\",%n  \"machine\": \"%s\",%n  \"runs\": [%n    %s%n  ]%n}%n",
        LocalDate.now(ZoneOffset.UTC),
        Main.machine(),
        runs);
  }

  private static String entry(Contest contest, Contestant contestant) {
    Measurement median = contest.median(contestant);
    return String.format(
        Locale.ROOT,
        "{\"file\": \"%s\", \"command\": \"%s\", \"seconds\": %.3f, \"cpu_seconds\": %.2f,"
            + " \"peak_bytes\": %d, \"ratio\": %.2f}",
        contest.name(),
        contestant.name(),
        median.seconds(),
        median.cpuSeconds(),
        contest.peakBytes(contestant),
        contest.ratio(contestant));
  }
}
