package dev.synfin.cli;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.stage.LoopbackStage;
import dev.synfin.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = "Runs a scenario on this machine's loopback interface: no Docker needed.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nIt needs the right to capture (root, or CAP_NET_RAW).",
      "Exit codes: 0 passed or skipped, 1 failed, 2 wrong usage."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "SCENARIO",
      defaultValue = "handshake",
      description = "A name («synfin scenarios» lists them), or the path of a file of your own.")
  @SuppressWarnings("NullAway.Init")
  private String scenario;

  @Option(names = "--variant", paramLabel = "NAME", description = "One of the scenario's variants.")
  private @Nullable String variant;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "timelines",
      description = "Where DIR/SCENARIO/ is written (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private Path output;

  @Override
  public Integer call() throws IOException {
    return play(new LoopbackStage(), scenario, variant, output);
  }

  /** Runs a scenario on any stage, prints what came of it, and returns the exit code. */
  static int play(Stage stage, String nameOrPath, @Nullable String variant, Path output)
      throws IOException {
    Scenarios.Source source = Scenarios.find(nameOrPath);
    Scenario scenario = Scenarios.read(source, variant);
    Stage.Ended ended =
        stage.run(
            scenario, source.text(), output, timeline -> Report.of(timeline, Text.forAFile()));
    System.out.print(Report.of(ended.timeline(), Text.forThisTerminal()));
    ended.folder().ifPresent(folder -> System.out.println("Everything is in " + folder + "/"));
    return Report.exitCode(ended.result());
  }
}
