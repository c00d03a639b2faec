package dev.synfin.stage;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.scenario.Scenarios;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Where scenarios run: on loopback, or in a lab of agents. */
public abstract sealed class Stage permits LoopbackStage, AgentStage {
  private final StageKind kind;

  Stage(StageKind kind) {
    this.kind = kind;
  }

  /**
   * What became of one run.
   *
   * @param folder what it left; empty where the scenario was skipped
   */
  public record Ended(Timeline timeline, Optional<Path> folder) {
    /** Passed, failed, or skipped, and why. */
    public ScenarioResult result() {
      return Objects.requireNonNull(timeline.scenario());
    }
  }

  /**
   * Runs a scenario once.
   *
   * @param scenario as {@link Scenarios#read} gave it
   * @param text its file's content, as the agents get it
   * @param timelines the folder in which the run leaves its own
   * @param ladder draws a timeline, for the file {@code ladder.txt}
   * @throws IOException if it cannot be run; an expectation that is not met is no such failure
   */
  public final Ended run(
      Scenario scenario, String text, Path timelines, Function<Timeline, String> ladder)
      throws IOException {
    Optional<String> obstacle = obstacle(scenario);
    if (obstacle.isPresent()) {
      return new Ended(skipped(scenario, obstacle.get()), Optional.empty());
    }
    try {
      return play(scenario, text, timelines, ladder);
    } catch (ImpossibleException e) {
      return new Ended(skipped(scenario, Objects.requireNonNull(e.getMessage())), Optional.empty());
    }
  }

  abstract Ended play(
      Scenario scenario, String text, Path timelines, Function<Timeline, String> ladder)
      throws IOException;

  /** Why a scenario cannot run here, if it cannot. */
  Optional<String> obstacle(Scenario scenario) {
    return scenario.stages().contains(kind)
        ? Optional.empty()
        : Optional.of(
            "it does not run on the stage " + id() + ", only on " + ids(scenario.stages()));
  }

  private static String ids(List<StageKind> stages) {
    return String.join(", ", stages.stream().map(s -> s.name().toLowerCase(Locale.ROOT)).toList());
  }

  final StageKind kind() {
    return kind;
  }

  final String id() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  final Ended conclude(
      Scenario scenario,
      Outcome outcome,
      Path meeting,
      Path timelines,
      Function<Timeline, String> ladder)
      throws IOException {
    Timeline timeline = new Evidence(scenario, outcome, meeting, id()).timeline();
    Path folder = RunFolder.write(timelines, meeting, outcome, timeline, ladder.apply(timeline));
    return new Ended(timeline, Optional.of(folder));
  }

  private Timeline skipped(Scenario scenario, String reason) {
    return Timeline.of(List.of(), List.of())
        .withScenario(
            new ScenarioResult(
                scenario.name(),
                scenario.title(),
                id(),
                scenario.variant(),
                Result.SKIPPED,
                reason,
                List.of()));
  }
}
