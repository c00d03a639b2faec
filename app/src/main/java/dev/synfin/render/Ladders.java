package dev.synfin.render;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Shows timelines to a person: the one door of this package for whole documents. */
public final class Ladders {
  private static final int MOST_LADDERS = 5;
  private static final int MOST_CALLS = 40;

  private Ladders() {}

  /**
   * The whole document: the ladder of each connection where there are up to 5; else a table by
   * state and history, and the ladders of the first connection, of the slowest, and of each that
   * failed an expectation.
   *
   * @return lines that end with a line feed
   */
  public static String render(Timeline timeline, RenderOptions options) {
    var text = new Text(options);
    text.addScenario(timeline.scenario());
    text.addCalls(timeline);
    var connections = timeline.connections();
    if (connections.size() > MOST_LADDERS) {
      text.addAll(Table.byStateAndHistory(connections, options));
    }
    for (var index : shown(timeline)) {
      text.addAll(Ladder.of(timeline, connections.get(index), options));
    }
    if (connections.isEmpty()) {
      text.addAll(List.of(" No connection in this capture."));
    }
    text.addBlock(Findings.of(timeline, options));
    text.addBlock(Findings.kernels(timeline, options));
    text.addExpectations(timeline.scenario());
    return text.toString();
  }

  /** One connection's ladder; lines that end with a line feed. */
  public static String render(Timeline timeline, Connection connection, RenderOptions options) {
    var text = new Text(options);
    text.addAll(Ladder.of(timeline, connection, options));
    return text.toString();
  }

  /**
   * One connection's ladder with something pointed at.
   *
   * @param frame below which packet the remark stands; null for the end
   */
  public static String render(
      Timeline timeline,
      Connection connection,
      RenderOptions options,
      @Nullable Long frame,
      String remark) {
    var text = new Text(options);
    text.addAll(Ladder.of(timeline, connection, options, new Ladder.Remark(frame, remark)));
    return text.toString();
  }

  /** Indices of the connections whose ladders are worth their room. */
  private static Iterable<Integer> shown(Timeline timeline) {
    var connections = timeline.connections();
    var shown = new TreeSet<Integer>();
    for (var i = 0; i < connections.size(); i++) {
      if (connections.size() <= MOST_LADDERS || i == 0) {
        shown.add(i);
      }
    }
    slowest(connections).forEach(shown::add);
    failed(timeline).stream().filter(i -> i < connections.size()).forEach(shown::add);
    return shown;
  }

  private static List<Integer> slowest(List<Connection> connections) {
    return IntStream.range(0, connections.size())
        .boxed()
        .max(Comparator.comparingLong(i -> connections.get(i).durationNs()))
        .map(List::of)
        .orElse(List.of());
  }

  private static List<Integer> failed(Timeline timeline) {
    var failed = new ArrayList<Integer>();
    var scenario = timeline.scenario();
    if (scenario != null) {
      for (var expectation : scenario.expectations()) {
        var connection = expectation.connection();
        if (!expectation.ok() && connection != null) {
          failed.add(connection);
        }
      }
    }
    return failed;
  }

  /** Blocks of lines with an empty line between them. */
  private static final class Text {
    private final RenderOptions options;
    private final Glyphs glyphs;
    private final StringBuilder text = new StringBuilder();

    Text(RenderOptions options) {
      this.options = options;
      this.glyphs = Glyphs.of(options);
    }

    void addAll(List<String> lines) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      lines.forEach(line -> text.append(line).append('\n'));
    }

    /** The same, where there is anything. */
    void addBlock(List<String> lines) {
      if (!lines.isEmpty()) {
        addAll(lines);
      }
    }

    void addScenario(@Nullable ScenarioResult scenario) {
      if (scenario == null) {
        return;
      }
      var title = scenario.title();
      var variant = scenario.variant();
      var heading =
          scenario.name()
              + (variant == null ? "" : " (" + variant + ")")
              + (title == null ? "" : ": " + title);
      addAll(List.of(" " + style(harmless(heading), Style.HEADING)));
    }

    void addCalls(Timeline timeline) {
      var calls = timeline.calls();
      if (calls.isEmpty() || timeline.connections().size() > MOST_LADDERS) {
        return;
      }
      var texts = new CallText(options);
      var lines = new ArrayList<String>();
      for (var call : calls.subList(0, Math.min(calls.size(), MOST_CALLS))) {
        lines.add(line(call, texts));
      }
      if (calls.size() > MOST_CALLS) {
        lines.add("   " + glyphs.elided() + " " + (calls.size() - MOST_CALLS) + " calls left out");
      }
      addAll(lines);
    }

    private String line(CallEvent call, CallText texts) {
      var side = String.format(Locale.ROOT, "%-8s", call.side().name().toLowerCase(Locale.ROOT));
      var shown = PlainText.cut(texts.of(call), options.columns() - 12, glyphs.more());
      return "   " + style(side, Style.FAINT) + style(shown, Style.CALL);
    }

    void addExpectations(@Nullable ScenarioResult scenario) {
      if (scenario == null) {
        return;
      }
      var lines = new ArrayList<String>();
      var met = scenario.expectations().stream().filter(ScenarioResult.Expectation::ok).count();
      var good = scenario.result() == ScenarioResult.Result.PASSED;
      lines.add(
          " "
              + style(
                  (good ? glyphs.good() : glyphs.bad())
                      + " "
                      + scenario.result().name().toLowerCase(Locale.ROOT)
                      + ": "
                      + met
                      + " of "
                      + Quantities.count(scenario.expectations().size(), "expectation")
                      + " met",
                  good ? Style.STATE : Style.TROUBLE)
              + (scenario.reason() == null ? "" : "; " + harmless(scenario.reason())));
      for (var expectation : scenario.expectations()) {
        if (!expectation.ok()) {
          addFailed(lines, expectation);
        }
      }
      addAll(lines);
    }

    private void addFailed(List<String> lines, ScenarioResult.Expectation failed) {
      var text =
          (failed.line() == null ? "" : "line " + failed.line() + ": ")
              + "expected "
              + harmless(failed.expected())
              + ", saw "
              + (failed.seen() == null ? "nothing" : harmless(failed.seen()));
      var mark = " " + style(glyphs.bad(), Style.TROUBLE) + " ";
      for (var line : Paragraph.wrap(text, options.columns() - 4)) {
        lines.add(mark + line);
        mark = "   ";
      }
    }

    private String harmless(String from) {
      return PlainText.harmless(from, options.ascii());
    }

    private String style(String shown, Style style) {
      return options.colour() ? style.paint(shown) : shown;
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
