package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** With the default scenario the four segments of the close are really four, every time. */
class FourSegmentsIT {
  private static ValidatingLab lab;

  @BeforeAll
  static void startTheLab() {
    lab = ValidatingLab.start();
  }

  @AfterAll
  static void endTheLab() {
    lab.close();
  }

  @RepeatedTest(50)
  void handshakeMeetsItsExpectations() throws IOException {
    LabRun run = lab.run("handshake");

    assertThat(run.passed()).as(run.output()).isTrue();
    assertThat(run.timeline().connections())
        .singleElement()
        .extracting("teardown.segments")
        .isEqualTo(4);
  }
}
