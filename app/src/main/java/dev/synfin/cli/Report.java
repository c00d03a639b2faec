package dev.synfin.cli;

import dev.synfin.render.Ladders;
import dev.synfin.render.RenderOptions;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.Timeline;

/** What a run prints: its ladders, and the verdict. */
final class Report {
  private Report() {}

  static String of(Timeline timeline, RenderOptions options) {
    var text = new StringBuilder();
    if (!timeline.captures().isEmpty()) {
      text.append(Ladders.render(timeline, options));
    }
    ScenarioResult result = timeline.scenario();
    if (result != null) {
      verdict(text, result);
    }
    return text.toString();
  }

  private static void verdict(StringBuilder text, ScenarioResult result) {
    long met = result.expectations().stream().filter(Expectation::ok).count();
    text.append('\n').append(name(result)).append(": ");
    switch (result.result()) {
      case PASSED -> text.append("passed, all ").append(met).append(" expectations met");
      case FAILED, ERROR ->
          text.append("FAILED, ")
              .append(result.expectations().size() - met)
              .append(" of ")
              .append(result.expectations().size())
              .append(" expectations not met");
      case SKIPPED -> text.append("skipped");
    }
    if (result.reason() != null) {
      text.append(": ").append(result.reason());
    }
    text.append('\n');
    for (Expectation expectation : result.expectations()) {
      if (!expectation.ok()) {
        text.append("  ")
            .append(expectation.line() == null ? "" : "line " + expectation.line() + ", ")
            .append("expected ")
            .append(expectation.expected())
            .append("\n      seen ")
            .append(expectation.seen() == null ? "nothing" : expectation.seen())
            .append('\n');
      }
    }
  }

  private static String name(ScenarioResult result) {
    return result.variant() == null ? result.name() : result.name() + " (" + result.variant() + ")";
  }

  static int exitCode(ScenarioResult result) {
    return switch (result.result()) {
      case PASSED, SKIPPED -> 0;
      case FAILED, ERROR -> 1;
    };
  }
}
