package dev.synfin.render;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is unusual in a document, and what its kernels had at the most. */
final class Findings {
  /** More connections than these with the same finding are only counted. */
  private static final int MOST = 3;

  private final RenderOptions options;

  private Findings(RenderOptions options) {
    this.options = options;
  }

  /** All findings, those of the whole first; no line where there is none. */
  static List<String> of(Timeline timeline, RenderOptions options) {
    var findings = new Findings(options);
    var lines = new ArrayList<String>();
    timeline.findings().forEach(f -> findings.add(lines, f, ""));
    var byId = new LinkedHashMap<String, List<Place>>();
    for (var connection : timeline.connections()) {
      for (var finding : connection.findings()) {
        byId.computeIfAbsent(finding.id(), id -> new ArrayList<>())
            .add(new Place(connection, finding));
      }
    }
    byId.values().forEach(places -> findings.addKind(lines, places));
    return lines;
  }

  private record Place(Connection connection, Finding finding) {
    String text() {
      return connection.protocol() + " " + connection.stream() + ": ";
    }
  }

  private void addKind(List<String> lines, List<Place> places) {
    for (var place : places.subList(0, Math.min(MOST, places.size()))) {
      add(lines, place.finding(), place.text());
    }
    if (places.size() > MOST) {
      lines.add(
          "   and in "
              + Quantities.count(places.size() - MOST, "more connection")
              + ": "
              + places.getFirst().finding().id());
    }
  }

  private void add(List<String> lines, Finding finding, String where) {
    var style =
        switch (finding.severity()) {
          case INFO -> Style.HEADING;
          case WARNING -> Style.WARNING;
          case PROBLEM -> Style.TROUBLE;
        };
    var title = " " + Glyphs.of(options).dot() + " " + harmless(finding.title());
    lines.add(style(title, style) + style(" (" + harmless(finding.id()) + ")", Style.FAINT));
    paragraph(lines, where + finding.explanation() + frames(finding), Style.PLAIN);
    if (finding.next() != null) {
      paragraph(lines, "Next: " + finding.next(), Style.PLAIN);
    }
    if (finding.reference() != null) {
      paragraph(lines, "See " + finding.reference(), Style.FAINT);
    }
  }

  private static String frames(Finding finding) {
    if (finding.evidence().isEmpty()) {
      return "";
    }
    return (finding.evidence().size() == 1 ? " Frame " : " Frames ")
        + finding.evidence().stream().map(String::valueOf).collect(Collectors.joining(", "))
        + ".";
  }

  private void paragraph(List<String> lines, String text, Style style) {
    for (var line : Paragraph.wrap(harmless(text), options.columns() - 5)) {
      lines.add("   " + style(line, style));
    }
  }

  /** What each side's kernel had at the most, where that says something; at most a line a side. */
  static List<String> kernels(Timeline timeline, RenderOptions options) {
    var sides = new TreeMap<String, Map<String, Long>>();
    for (var sample : timeline.kernel()) {
      var most = sides.computeIfAbsent(sample.side().name(), s -> new TreeMap<>());
      telling(sample).forEach((name, value) -> most.merge(name, value, Math::max));
    }
    var findings = new Findings(options);
    var lines = new ArrayList<String>();
    sides.forEach((side, most) -> {
      if (!most.isEmpty()) {
        var text =
            "The "
                + side.toLowerCase(java.util.Locale.ROOT)
                + "'s kernel had at the most: "
                + most.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue())
                    .collect(Collectors.joining(", "));
        for (var line : Paragraph.wrap(text, options.columns() - 2)) {
          lines.add(" " + findings.style(findings.harmless(line), Style.FAINT));
        }
      }
    });
    return lines;
  }

  /** Crowds of sockets, queues that are full, counters of trouble. */
  private static Map<String, Long> telling(KernelSample sample) {
    var telling = new TreeMap<String, Long>();
    for (var name : List.of("SYN_RECV", "TIME_WAIT", "CLOSE_WAIT")) {
      long number = sample.states().getOrDefault(name, 0L);
      if (number >= 10) {
        telling.put(name, number);
      }
    }
    sample
        .acceptQueue()
        .forEach((port, queue) -> {
          var length = queue.length();
          if (length != null && length > 0) {
            telling.put("waiting to be accepted at port " + port, length);
          }
        });
    for (var name :
        List.of(
            "ListenOverflows",
            "ListenDrops",
            "SyncookiesSent",
            "TCPReqQFullDrop",
            "TCPTimeouts",
            "TCPLossProbes",
            "TCPFastRetrans",
            "TCPSackRecovery",
            "TCPAbortOnData",
            "TCPAbortOnClose")) {
      long number = sample.counters().getOrDefault(name, 0L);
      if (number > 0) {
        telling.put(name, number);
      }
    }
    return telling;
  }

  private String harmless(String text) {
    return PlainText.harmless(text, options.ascii());
  }

  private String style(String shown, Style style) {
    return options.colour() ? style.paint(shown) : shown;
  }
}
