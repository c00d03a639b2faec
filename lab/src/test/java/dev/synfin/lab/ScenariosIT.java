package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.synfin.lab.LabRuns.Variant;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario in containers: two ends, the network between them, a tap at each of the three. */
class ScenariosIT {
  @ParameterizedTest
  @MethodSource("dev.synfin.lab.LabRuns#all")
  void meetsItsExpectations(Variant variant) throws IOException {
    LabRun run = LabRuns.shared().of(variant);

    if (run.skipped().isPresent()) {
      assertThat(variant.cannotRunHere()).as(run.output()).isTrue();
      assertThat(run.skipped().get()).contains("sch_netem");
      abort(run.skipped().get());
    }
    assertThat(run.passed()).as(run.output()).isTrue();
    assertThat(run.timeline().captures())
        .as("the captures of both ends and of the network between them")
        .hasSize(3)
        .allMatch(capture -> Boolean.TRUE.equals(capture.complete()));
  }
}
