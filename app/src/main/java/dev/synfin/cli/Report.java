package dev.synfin.cli;

import dev.synfin.render.Ladders;
import dev.synfin.render.RenderOptions;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.Timeline;

/** What a run prints: its ladders and the verdict, or why it was skipped. */
final class Report {
  private Report() {}

  static String of(Timeline timeline, RenderOptions options) {
    ScenarioResult result = timeline.scenario();
    if (result != null && result.result() == ScenarioResult.Result.SKIPPED) {
      return result.name() + ": skipped: " + result.reason() + ".\n";
    }
    return Ladders.render(timeline, options);
  }

  static int exitCode(ScenarioResult result) {
    return switch (result.result()) {
      case PASSED, SKIPPED -> 0;
      case FAILED, ERROR -> 1;
    };
  }
}
