package dev.synfin.lab;

import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.Timeline;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one run of a scenario left.
 *
 * @param passed whether it ran and met every expectation
 * @param timeline what happened, merged from the taps at both ends
 * @param output what the run printed: the ladder and the verdict
 * @param folder where the captures, the timeline and the ladder lie
 */
public record LabRun(boolean passed, Timeline timeline, String output, Path folder) {
  /** Why it was not run, if it was skipped: this kernel cannot do what it needs. */
  public Optional<String> skipped() {
    ScenarioResult verdict = timeline.scenario();
    return verdict != null && verdict.result() == ScenarioResult.Result.SKIPPED
        ? Optional.ofNullable(verdict.reason())
        : Optional.empty();
  }
}
