package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.stage.LoopbackStage;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many runs in a row, and what is said of them; needs the right to capture. */
@Timeout(60)
class RunAllIT {
  private static final String SHORT =
      """
      name: NAME
      title: Opened and closed
      server:
        - listen: {backlog: 5}
        - accept
        - recv_until_eof
        - close
        - close: listener
      client:
        - connect
        - close
      expect: {conn_state: STATE}
      """;

  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private RunAll runs(int times) throws IOException {
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new RunAll(new LoopbackStage(), folder.resolve("timelines"), times, out);
  }

  private String file(String name, String state) throws IOException {
    String text = SHORT.replace("NAME", name).replace("STATE", state);
    return Files.writeString(folder.resolve(name + ".yaml"), text).toString();
  }

  private List<String> lines() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void eachHasARowAndTheWorstIsTheExitCode() throws IOException {
    String elsewhere = file("elsewhere", "SF");
    Files.writeString(Path.of(elsewhere), "stages: [compose]\n", StandardOpenOption.APPEND);
    RunAll runs = runs(1);

    runs.one(file("good", "SF"), null);
    runs.one(elsewhere, null);
    assertThat(runs.exitCode()).isZero();
    runs.one(file("bad", "REJ"), null);

    assertThat(runs.exitCode()).isEqualTo(1);
    assertThat(runs.totals()).startsWith("1 passed, 1 failed, 1 skipped in ");
    assertThat(runs.played())
        .extracting(run -> run.result().result())
        .containsExactly(Result.PASSED, Result.SKIPPED, Result.FAILED);
    assertThat(lines())
        .anyMatch(line -> line.matches(" good +passed +\\d+\\.\\d s"))
        .anyMatch(line -> line.matches(" elsewhere +skipped +\\d+\\.\\d s"))
        .anyMatch(line -> line.matches(" bad +failed +\\d+\\.\\d s"))
        .anyMatch(line -> line.contains("expected conn_state: REJ, saw SF"));
  }

  @Test
  void repeatedItSaysHowMuchTheTimesDiffer() throws IOException {
    RunAll runs = runs(3);

    runs.one(file("again", "SF"), null);

    assertThat(runs.totals()).startsWith("3 passed, 0 failed, 0 skipped in ");
    long[] rtts = runs.played().stream().mapToLong(run -> rtt(run.timeline())).sorted().toArray();
    assertThat(lines().getLast())
        .contains("3 of 3 passed")
        .contains(
            String.format(
                Locale.ROOT,
                "round trip of the handshake %.3f to %.3f ms, median %.3f",
                rtts[0] / 1e6,
                rtts[2] / 1e6,
                rtts[1] / 1e6));
  }

  private static long rtt(Timeline timeline) {
    var handshake = Objects.requireNonNull(timeline.connections().getFirst().handshake());
    return Objects.requireNonNull(handshake.rttNs());
  }
}
