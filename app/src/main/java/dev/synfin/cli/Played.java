package dev.synfin.cli;

import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One run of many.
 *
 * @param took from the order to the verdict
 */
record Played(Timeline timeline, Duration took) {

  ScenarioResult result() {
    return Objects.requireNonNull(timeline.scenario());
  }

  /** {@code syn-cookies, off}. */
  String name() {
    String variant = result().variant();
    return result().name() + (variant == null ? "" : ", " + variant);
  }

  /** What was expected and not seen, a sentence each, or why there was nothing to see. */
  List<String> complaints() {
    var complaints = new ArrayList<String>();
    if (result().reason() != null) {
      complaints.add(result().reason());
    }
    for (Expectation expectation : result().expectations()) {
      if (!expectation.ok()) {
        complaints.add(
            (expectation.line() == null ? "" : "line " + expectation.line() + ": ")
                + "expected "
                + expectation.expected()
                + ", saw "
                + Objects.requireNonNullElse(expectation.seen(), "nothing"));
      }
    }
    return complaints;
  }
}
