package dev.synfin.lab;

import dev.synfin.report.CapturePlace;
import dev.synfin.report.ReportPage;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real runs of the lab, made once, whose report the tests look at. */
final class ReportRuns {
  private static final List<String> SCENARIOS =
      List.of(
          "handshake",
          "fast-retransmit",
          "zero-window",
          "accept-queue-overflow",
          "syn-ack-lost",
          "unix-echo",
          "udp-echo",
          "fin-lost",
          "ipv6");
  private static final List<ReportPage.Entry> ENTRIES = new ArrayList<>();
  private static final List<Path> FOLDERS = new ArrayList<>();

  private ReportRuns() {}

  /** All of them, as one report has them. */
  static synchronized List<ReportPage.Entry> all() throws IOException {
    if (ENTRIES.isEmpty()) {
      var entries = new ArrayList<ReportPage.Entry>();
      try (ValidatingLab lab = ValidatingLab.start()) {
        for (String scenario : SCENARIOS) {
          LabRun run = lab.run(scenario, null);
          FOLDERS.add(run.folder());
          var captures = CapturePlace.beside(run.folder().resolve("timeline.json"));
          entries.add(new ReportPage.Entry(scenario, run.timeline(), captures));
        }
      }
      ENTRIES.addAll(entries);
    }
    return ENTRIES;
  }

  static Timeline timeline(String scenario) {
    return ENTRIES.get(SCENARIOS.indexOf(scenario)).timeline();
  }

  /** What a tap of the run captured. */
  static Path capture(String scenario, String tap) {
    return FOLDERS.get(SCENARIOS.indexOf(scenario)).resolve(tap + ".pcap");
  }

  static Connection connection(String scenario) {
    return timeline(scenario).connections().getFirst();
  }

  static List<SegmentEvent> segments(String scenario) {
    return connection(scenario).allEvents().stream()
        .filter(SegmentEvent.class::isInstance)
        .map(SegmentEvent.class::cast)
        .toList();
  }

  /** Of the same packets again and again, each time later. */
  static ReportPage.Entry large(int atLeast) {
    Connection one = connection("fast-retransmit");
    var events = new ArrayList<Event>();
    for (long later = 0; events.size() < atLeast; later += one.durationNs() + 1_000_000) {
      for (SegmentEvent s : one.segments()) {
        events.add(s.withSight(s.tNs() + later, s.clientState(), s.serverState(), List.of(), null));
      }
    }
    return new ReportPage.Entry(
        "large",
        timeline("fast-retransmit").withConnections(List.of(one.withEvents(events))),
        CapturePlace.NOWHERE);
  }

  /** Opens the report at one of its views of a scenario's first connection. */
  static void open(Browser browser, String scenario, String tab) throws IOException {
    browser.resize(1440, 900);
    browser.open(all(), "", "#t=" + SCENARIOS.indexOf(scenario) + "&c=0&tab=" + tab);
  }
}
