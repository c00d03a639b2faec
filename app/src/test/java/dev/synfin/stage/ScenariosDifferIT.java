package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each scenario expects tells it from all others; needs the right to capture. */
class ScenariosDifferIT {
  @TempDir private Path timelines;

  private Stage.Ended run(String name) throws IOException {
    Scenarios.Source source = Scenarios.find(name);
    Scenario scenario = Scenarios.read(source, null);
    Stage.Ended ended =
        new LoopbackStage().run(scenario, source.text(), timelines, timeline -> "a ladder\n");
    TimelineSchema.assertValid(ended.folder().resolve("timeline.json"));
    return ended;
  }

  @Test
  void noScenariosExpectationsAreMetByTheRunOfAnother() throws IOException {
    var runs = new LinkedHashMap<Scenario, Timeline>();
    for (var run : LoopbackRuns.everyVariant().toList()) {
      runs.put(Scenarios.read(run.source(), run.variant()), LoopbackRuns.of(run).timeline());
    }
    var mistaken = new ArrayList<String>();
    runs.forEach((scenario, own) ->
        runs.forEach((other, timeline) -> {
          if (!scenario.equals(other) && meets(scenario, timeline)) {
            mistaken.add(named(scenario) + ", held against the run of " + named(other));
          }
        }));
    assertThat(mistaken).isEmpty();
  }

  private static String named(Scenario scenario) {
    return scenario.name() + (scenario.variant() == null ? "" : ", " + scenario.variant());
  }

  private static boolean meets(Scenario scenario, Timeline timeline) {
    return scenario.expect().check(timeline, Map.of("loopback", timeline)).stream()
        .allMatch(Expectation::ok);
  }

  @RepeatedTest(20)
  void threeSegmentCloseHasThreeSegmentsEveryTime() throws IOException {
    Stage.Ended ended = run("three-segment-close");

    assertThat(ended.result().result()).as(ended.result().toString()).isEqualTo(Result.PASSED);
    assertThat(ended.timeline().connections()).extracting("teardown.segments").contains(3);
  }
}
