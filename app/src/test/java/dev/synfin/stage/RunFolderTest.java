package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final int AT_ONCE = 4;
  private static final Timeline RUN =
      TraceFixture.timeline()
          .withScenario(
              new ScenarioResult("mine", null, null, null, Result.PASSED, null, List.of()));

  @TempDir private Path timelines;
  @TempDir private Path from;

  private Path write(String ladder) {
    try {
      return RunFolder.write(timelines, from, Outcome.NONE, RUN, ladder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRunTakesThePlaceOfTheFormerOne() {
    write("former");

    assertThat(write("latter").resolve("ladder.txt")).hasContent("latter");
    assertThat(timelines).isDirectoryContaining("glob:**/mine");
  }

  @Test
  void ofRunsThatEndAtOnceOneStaysAndIsWhole() throws Exception {
    Callable<Path> manyRuns =
        () ->
            IntStream.range(0, 50).mapToObj(i -> write("ladder")).reduce((a, b) -> b).orElseThrow();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var done : threads.invokeAll(Collections.nCopies(AT_ONCE, manyRuns))) {
        assertThat(done.get()).isEqualTo(timelines.resolve("mine"));
      }
    }

    try (var left = Files.list(timelines)) {
      assertThat(left).containsExactly(timelines.resolve("mine"));
    }
    try (var files = Files.list(timelines.resolve("mine"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "timeline.json", "calls.jsonl", "ladder.txt", "verdict.json", "report.html");
    }
  }
}
