package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "handshake",
        "three-segment-close",
        "server-closes-first",
        "half-close",
        "reset-on-close",
        "refused"
      })
  void meetsItsExpectations(String scenario) throws IOException {
    LabRun run = lab.run(scenario);

    assertThat(run.passed()).as(run.output()).isTrue();
    assertThat(run.timeline().captures())
        .as("the captures of both ends and of the network between them")
        .hasSize(3)
        .allMatch(capture -> Boolean.TRUE.equals(capture.complete()));
  }
}
