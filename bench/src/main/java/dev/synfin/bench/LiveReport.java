package dev.synfin.bench;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What captures side by side gave, as a table and as JSON. */
final class LiveReport {
  private static final double MEGABYTE = 1e6;

  private final List<LiveRun> runs;

  LiveReport(List<LiveRun> runs) {
    this.runs = List.copyOf(runs);
  }

  /** Markdown, as it stands in the documentation. */
  String table() throws IOException {
    var text = new StringBuilder();
    text.append(LocalDate.now(ZoneOffset.UTC)).append(", ").append(Main.machine()).append(".\n");
    Load before = null;
    for (LiveRun run : runs) {
      if (!run.load().equals(before)) {
        before = run.load();
        text.append("\n| ").append(before.name());
        text.append(" | sent | a second | captured | dropped | processor s | ns a frame");
        text.append(
            " | times tcpdump's | peak MB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
      }
      text.append(row(run));
    }
    return text.toString();
  }

  private String row(LiveRun run) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,.0f | %,d | %,d | %.2f + %.2f | %,.0f | %.1f | %.0f |%n",
        run.tool().name(),
        run.sent(),
        run.rate(),
        run.captured(),
        run.dropped(),
        run.userSeconds(),
        run.systemSeconds(),
        run.nanosPerFrame(),
        ratio(run),
        run.peakBytes() / MEGABYTE);
  }

  /** How much more processor time a frame took than tcpdump took for it. */
  private double ratio(LiveRun run) {
    return runs.stream()
        .filter(r -> r.load().equals(run.load()) && r.tool().equals(CaptureTool.TCPDUMP))
        .mapToDouble(r -> run.nanosPerFrame() / r.nanosPerFrame())
        .findFirst()
        .orElse(Double.NaN);
  }

  String json() throws IOException {
    return Report.document(runs.stream().map(this::entry).collect(Collectors.joining(",\n    ")));
  }

  private String entry(LiveRun run) {
    return String.format(
        Locale.ROOT,
        "{\"load\": \"%s\", \"command\": \"%s\", \"sent\": %d, \"frames_per_second\": %.0f,"
            + " \"captured\": %d, \"dropped\": %d, \"user_seconds\": %.3f,"
            + " \"system_seconds\": %.3f, \"ns_per_frame\": %.0f, \"ratio\": %.2f,"
            + " \"peak_bytes\": %d}",
        run.load().name(),
        run.tool().name(),
        run.sent(),
        run.rate(),
        run.captured(),
        run.dropped(),
        run.userSeconds(),
        run.systemSeconds(),
        run.nanosPerFrame(),
        ratio(run),
        run.peakBytes());
  }
}
