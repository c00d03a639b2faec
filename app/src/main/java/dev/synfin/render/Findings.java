package dev.synfin.render;

import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is unusual in a document, and what its kernels had at the most. */
final class Findings {
  /** More connections than these with the same finding are only counted. */
  private static final int MOST = 3;

  private final RenderOptions options;

  private Findings(RenderOptions options) {
    this.options = options;
  }

  /**
   * All findings, those of the whole first; no line where there is none. What is the same for all
   * of a kind is said once.
   */
  static List<String> of(Timeline timeline, RenderOptions options) {
    var kinds = new LinkedHashMap<Kind, List<Place>>();
    timeline.findings().forEach(f -> note(kinds, new Place("", f)));
    for (var connection : timeline.connections()) {
      var where = connection.protocol() + " " + connection.stream() + ": ";
      connection.findings().forEach(f -> note(kinds, new Place(where, f)));
    }
    var findings = new Findings(options);
    var lines = new ArrayList<String>();
    kinds.forEach((kind, places) -> findings.addKind(lines, kind, places));
    return lines;
  }

  private record Kind(String id, String title, @Nullable String next, @Nullable String reference) {}

  private record Place(String where, Finding finding) {}

  private static void note(Map<Kind, List<Place>> kinds, Place place) {
    var f = place.finding();
    kinds
        .computeIfAbsent(
            new Kind(f.id(), f.title(), f.next(), f.reference()), k -> new ArrayList<>())
        .add(place);
  }

  private void addKind(List<String> lines, Kind kind, List<Place> places) {
    var title = " " + Glyphs.of(options).dot() + " " + harmless(kind.title());
    lines.add(style(title, styleOf(places)) + style(" (" + harmless(kind.id()) + ")", Style.FAINT));
    for (var place : places.subList(0, Math.min(MOST, places.size()))) {
      var finding = place.finding();
      var text = place.where() + finding.explanation() + frames(finding);
      paragraph(lines, text, Style.PLAIN);
    }
    if (places.size() > MOST) {
      lines.add("   and in " + Quantities.count(places.size() - MOST, "more connection"));
    }
    if (kind.next() != null) {
      paragraph(lines, "Next: " + kind.next(), Style.PLAIN);
    }
    if (kind.reference() != null) {
      paragraph(lines, "See " + kind.reference(), Style.FAINT);
    }
  }

  /** That of the gravest. */
  private static Style styleOf(List<Place> places) {
    var gravest =
        places.stream()
            .map(p -> p.finding().severity())
            .max(Comparator.naturalOrder())
            .orElse(Finding.Severity.INFO);
    return switch (gravest) {
      case INFO -> Style.HEADING;
      case WARNING -> Style.WARNING;
      case PROBLEM -> Style.TROUBLE;
    };
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

  /**
   * What each side's kernel had at the most, where that says something; at most a line a side.
   * Where both ends have one kernel, a line of their own for what it counted.
   */
  static List<String> kernels(Timeline timeline, RenderOptions options) {
    var one = KernelRows.isOneKernel(timeline);
    var byOwner = new TreeMap<String, Map<String, Long>>();
    for (var sample : timeline.kernel()) {
      var side = sample.side().name().toLowerCase(Locale.ROOT);
      merge(
          byOwner, one ? "The " + side + "'s sockets at the most" : kernelOf(side), crowds(sample));
      merge(
          byOwner,
          one ? "The one kernel of both ends counted at the most" : kernelOf(side),
          troubles(sample));
    }
    var findings = new Findings(options);
    var lines = new ArrayList<String>();
    byOwner.forEach((owner, most) -> {
      var text =
          owner
              + (one ? ": " : " had at the most: ")
              + most.entrySet().stream()
                  .map(e -> e.getKey() + " " + e.getValue())
                  .collect(Collectors.joining(", "));
      for (var line : Paragraph.wrap(text, options.columns() - 2)) {
        lines.add(" " + findings.style(findings.harmless(line), Style.FAINT));
      }
    });
    return lines;
  }

  private static String kernelOf(String side) {
    return "The " + side + "'s kernel";
  }

  private static void merge(
      Map<String, Map<String, Long>> byOwner, String owner, Map<String, Long> numbers) {
    numbers.forEach((name, value) ->
        byOwner.computeIfAbsent(owner, o -> new TreeMap<>()).merge(name, value, Math::max));
  }

  /** Crowds of sockets, queues that are full. */
  private static Map<String, Long> crowds(KernelSample sample) {
    var telling = new TreeMap<String, Long>();
    for (var name : List.of("SYN_RECV", "TIME_WAIT", "CLOSE_WAIT")) {
      long number = sample.number(name);
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
    return telling;
  }

  /** Counters of trouble. */
  private static Map<String, Long> troubles(KernelSample sample) {
    var telling = new TreeMap<String, Long>();
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
