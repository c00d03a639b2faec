package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code synfin run} as a process that a person stops; needs the right to capture. */
@Timeout(60)
class RunCommandIT {
  private static final String LONG =
      """
      name: long
      title: Nothing happens for a long time
      options: {timeout: 60s}
      server:
        - sleep: 50s
      client:
        - sleep: 50s
      expect: {connections: 0}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130"})
  void aRunThatIsStoppedLeavesNothing(String signal, int code) throws Exception {
    Path scenario = Files.writeString(folder.resolve("long.yaml"), LONG);
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path timelines = folder.resolve("timelines");
    var starter = List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary);
    try (var watch = FileSystems.getDefault().newWatchService()) {
      temporary.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      try (var synfin =
          Synfin.startBy(starter, "run", scenario.toString(), "-o", timelines.toString())) {
        watch.take();

        synfin.signal(signal);

        assertThat(synfin.exitCode()).isEqualTo(code);
        assertThat(temporary).isEmptyDirectory();
        assertThat(timelines).doesNotExist();
      }
    }
  }
}
