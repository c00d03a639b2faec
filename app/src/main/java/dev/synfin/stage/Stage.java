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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where scenarios run: on loopback, or in a lab of agents. */
public abstract sealed class Stage permits LoopbackStage, AgentStage {
  private final StageKind kind;
  private final AtomicReference<@Nullable Crew> crew = new AtomicReference<>();
  private final AtomicReference<@Nullable SoFar> going = new AtomicReference<>();
  private volatile boolean stopped;

  Stage(StageKind kind) {
    this.kind = kind;
  }

  /**
   * What became of one run.
   *
   * @param folder what it left; of a skipped scenario its verdict alone
   */
  public record Ended(Timeline timeline, Path folder) {
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
      return skipped(scenario, obstacle.get(), timelines);
    }
    try {
      return play(scenario, text, timelines, ladder);
    } catch (ImpossibleException e) {
      return skipped(scenario, Objects.requireNonNull(e.getMessage()), timelines);
    }
  }

  /**
   * Ends the run that goes on, as soon as its programs run: what was captured until then is
   * written, with a verdict that says so. For another thread than the one that runs it.
   */
  public final void stop() {
    stopped = true;
    Crew working = crew.get();
    if (working != null) {
      working.stop();
    }
  }

  /** Whether {@link #stop} was called: then nothing should be run any more. */
  public final boolean isStopped() {
    return stopped;
  }

  /**
   * The run that goes on, as its taps and programs tell it until now; empty where none does, or
   * nothing has come since the last time. For another thread than the one that runs it.
   *
   * @throws IOException if what they write cannot be read
   */
  public final Optional<Timeline> soFar() throws IOException {
    SoFar now = going.get();
    return now == null ? Optional.empty() : Optional.ofNullable(now.timeline());
  }

  /** A run begins whose agents meet in this folder. */
  final void beginsIn(Path meeting) throws IOException {
    going.set(new SoFar(meeting));
  }

  /** Leads these agents through the scenario, until its end or until it is stopped. */
  final Outcome conduct(Scenario scenario, String text, Map<String, Line> lines)
      throws IOException {
    try (var working = new Crew(lines)) {
      crew.set(working);
      if (stopped) {
        working.stop();
      }
      return new Conductor(working).conduct(scenario, text);
    } finally {
      crew.set(null);
      going.set(null);
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
    return new Ended(timeline, folder);
  }

  private Ended skipped(Scenario scenario, String reason, Path timelines) throws IOException {
    Timeline timeline = notRun(scenario, Result.SKIPPED, reason);
    String said = scenario.name() + ": skipped: " + reason + ".\n";
    return new Ended(timeline, RunFolder.write(timelines, timelines, Outcome.NONE, timeline, said));
  }

  /** What stands for a run that could not be made, with the reason. */
  public final Timeline failed(Scenario scenario, String reason) {
    return notRun(scenario, Result.ERROR, reason);
  }

  private Timeline notRun(Scenario scenario, Result result, String reason) {
    return Timeline.of(List.of(), List.of())
        .withScenario(
            new ScenarioResult(
                scenario.name(),
                scenario.title(),
                id(),
                scenario.variant(),
                result,
                reason,
                List.of()));
  }
}
