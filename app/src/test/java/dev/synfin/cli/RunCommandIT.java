package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
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
      title: A message, and then nothing for a long time
      options: {timeout: 60s}
      server:
        - listen: {backlog: 5}
        - accept
        - recv: {expect: hello}
        - sleep: 50s
      client:
        - connect
        - sendall: hello
        - sleep: 50s
      expect: {conn_state: SF}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130"})
  void aRunThatIsStoppedLeavesWhatWasCaptured(String signal, int code) throws Exception {
    Path scenario = Files.writeString(folder.resolve("long.yaml"), LONG);
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path timelines = folder.resolve("timelines");
    var starter = List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary);
    try (var synfin =
        Synfin.startBy(starter, "run", scenario.toString(), "-o", timelines.toString())) {
      awaitText(temporary, "\"recv\"");

      synfin.signal(signal);

      assertThat(synfin.exitCode()).isEqualTo(code);
    }
    assertThat(temporary).isEmptyDirectory();
    Timeline timeline = Timelines.read(timelines.resolve("long/timeline.json"));
    ScenarioResult verdict = Objects.requireNonNull(timeline.scenario());
    assertThat(verdict.result()).isEqualTo(ScenarioResult.Result.ERROR);
    assertThat(verdict.reason()).isEqualTo("the run was stopped before its end");
    assertThat(timeline.complete()).isTrue();
    assertThat(timeline.connections().getFirst().traffic().client().payloadBytes()).isEqualTo(5);
  }

  @Test
  void aRunThatCannotBeMadeIsAResultAmongOthers() throws Exception {
    Path scenario =
        Files.writeString(
            folder.resolve("impossible.yaml"),
            LONG.replace("name: long", "name: impossible")
                + "sysctls: {server: {net.ipv4.no_such_setting: 1}}\n");
    Path xml = folder.resolve("junit.xml");

    try (var synfin =
        Synfin.start(
            "run",
            scenario.toString(),
            "--repeat=2",
            "--junit",
            xml.toString(),
            "-o",
            folder.resolve("timelines").toString())) {
      assertThat(synfin.rest())
          .anySatisfy(line -> assertThat(line).contains("no setting net.ipv4.no_such_setting"))
          .last()
          .asString()
          .contains("2 without a verdict");
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
    assertThat(xml)
        .content()
        .contains("errors=\"2\"", "\"impossible, run 2\"", "no setting net.ipv4.no_such_setting");
  }

  @Test
  void aRunThatFailsShowsWhatWasExpectedWhatWasSeenAndTheLadder() throws Exception {
    Path scenario =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            LONG.replace("50s", "1ms").replace("conn_state: SF", "conn_state: REJ"));

    try (var synfin =
        Synfin.start("run", scenario.toString(), "-o", folder.resolve("timelines").toString())) {
      assertThat(synfin.rest())
          .anyMatch(line -> line.contains("SYN seq 0"))
          .anyMatch(line -> line.startsWith("✗"))
          .anyMatch(line -> line.matches(" ✗ failed: \\d+ of \\d+ expectations met"))
          .anyMatch(line -> line.matches(" ✗ line 13: expected conn_state: REJ, saw .*"));
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void allOfThemAndOneIsTooMuch() throws Exception {
    try (var synfin = Synfin.start("run", "--all", "handshake")) {
      assertThat(synfin.errorLine()).startsWith("synfin: ").contains("--all");
      assertThat(synfin.exitCode()).isEqualTo(2);
    }
  }

  /** Until a file somewhere in the folder has this text in it. */
  private static void awaitText(Path folder, String text) throws IOException {
    while (true) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
          if (Files.readString(file).contains(text)) {
            return;
          }
        }
      } catch (NoSuchFileException | UncheckedIOException e) {
        // it is not there yet, or no longer
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void whatIsSkippedIsSaidEverywhereWithItsReason() throws Exception {
    String reason = "it does not run on the stage loopback, only on compose";
    Path file = Files.writeString(folder.resolve("far.yaml"), LONG + "stages: [compose]\n");
    Path junit = folder.resolve("junit.xml");
    String timelines = folder.resolve("timelines").toString();
    try (var one = Synfin.start("run", file.toString(), "-o", timelines);
        var many =
            Synfin.start("run", file.toString(), "-o", timelines, "--junit", junit.toString())) {
      assertThat(one.line()).isEqualTo("long: skipped: " + reason + ".");
      assertThat(one.exitCode()).isZero();
      assertThat(String.join("\n", many.rest()))
          .contains("long", "skipped", reason, "0 passed, 0 failed, 1 skipped");
      assertThat(many.exitCode()).isZero();
    }
    assertThat(junit).content().contains("skipped=\"1\"", "<skipped message=\"" + reason);
  }
}
