package dev.synfin.cli;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.stage.LoopbackStage;
import dev.synfin.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = "Runs a scenario on this machine's loopback interface: no Docker needed.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nIt needs the right to capture (root, or CAP_NET_RAW); scenarios that do something to"
          + " packets or to the kernel run in network namespaces of their own, which needs root.",
      "Exit codes: 0 passed or skipped, 1 failed, 2 wrong usage."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "SCENARIO",
      description = {
        "A name («synfin scenarios» lists them), or the path of a file of your own (default:"
            + " handshake)."
      })
  private @Nullable String scenario;

  @Option(names = "--variant", paramLabel = "NAME", description = "One of the scenario's variants.")
  private @Nullable String variant;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "timelines",
      description = "Where DIR/SCENARIO/ is written (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private Path output;

  @Option(names = "--all", description = "Run every variant of every scenario; print a table.")
  private boolean all;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Run it so many times, and say how stable its times are.")
  private int times;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the results for CI, too.")
  private @Nullable Path junit;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (times < 1) {
      throw new ParameterException(spec.commandLine(), "--repeat needs a number from 1 on.");
    }
    if (all && (scenario != null || variant != null)) {
      throw new ParameterException(
          spec.commandLine(), "--all runs every scenario: name none, and no variant.");
    }
    String name = Objects.requireNonNullElse(scenario, "handshake");
    if (all || times > 1 || junit != null) {
      return many(name);
    }
    return play(new LoopbackStage(), name, variant, output);
  }

  private int many(String name) throws IOException {
    if (junit != null) {
      OutputFile.require(junit); // before all the runs, not after them
    }
    var stage = new LoopbackStage();
    var runs = new RunAll(stage, output, times, System.out);
    var signals = Interruption.of(stage);
    try {
      if (all) {
        runs.all();
      } else {
        runs.one(name, variant);
      }
      System.out.println(runs.totals());
      if (junit != null) {
        new JunitReport(runs.played()).write(junit);
      }
      return runs.exitCode();
    } finally {
      signals.end();
    }
  }

  /** Runs a scenario on any stage, prints what came of it, and returns the exit code. */
  static int play(Stage stage, String nameOrPath, @Nullable String variant, Path output)
      throws IOException {
    Scenarios.Source source = Scenarios.find(nameOrPath);
    Scenario scenario = Scenarios.read(source, variant);
    var signals = Interruption.of(stage);
    try {
      Stage.Ended ended =
          stage.run(
              scenario, source.text(), output, timeline -> Report.of(timeline, Text.forAFile()));
      System.out.print(Report.of(ended.timeline(), Text.forThisTerminal()));
      System.out.println("Everything is in " + ended.folder() + "/");
      return Report.exitCode(ended.result());
    } finally {
      signals.end();
    }
  }
}
