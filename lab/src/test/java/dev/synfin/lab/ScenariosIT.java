package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario in containers: two ends, the network between them, a tap at each of the three. */
class ScenariosIT {
  private static ValidatingLab lab;

  @BeforeAll
  static void startTheLab() {
    lab = ValidatingLab.start();
  }

  @AfterAll
  static void endTheLab() {
    lab.close();
  }

  static Stream<Arguments> everyVariant() throws IOException {
    var runs = new ArrayList<Arguments>();
    for (Scenario scenario : Scenarios.list()) {
      if (scenario.variants().isEmpty()) {
        runs.add(Arguments.of(scenario.name(), null));
      }
      scenario.variants().forEach(variant -> runs.add(Arguments.of(scenario.name(), variant)));
    }
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("everyVariant")
  void meetsItsExpectations(String scenario, @Nullable String variant) throws IOException {
    LabRun run = lab.run(scenario, variant);

    assertThat(run.passed()).as(run.output()).isTrue();
    assertThat(run.timeline().captures())
        .as("the captures of both ends and of the network between them")
        .hasSize(3)
        .allMatch(capture -> Boolean.TRUE.equals(capture.complete()));
  }
}
