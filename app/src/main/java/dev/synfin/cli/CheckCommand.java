package dev.synfin.cli;

import dev.synfin.render.Ladders;
import dev.synfin.scenario.WireExpectations;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "Holds a timeline against what is expected of it, and draws it where it fails.",
    mixinStandardHelpOptions = true,
    footer =
        "%nThe file has facts under «expect», as a scenario has, and «traces».%nExit codes: 0 all"
            + " are met, 1 one is not, or it failed, 2 wrong usage.")
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "TIMELINE",
      description = "A timeline, or a capture file with --unproven.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Parameters(index = "1", paramLabel = "EXPECTATIONS", description = "A YAML file.")
  @SuppressWarnings("NullAway.Init")
  private Path expectations;

  @Option(
      names = "--unproven",
      description = "Do not ask for a proof that the capture is complete.")
  private boolean unproven;

  @Override
  public Integer call() throws IOException {
    WireExpectations wanted = WireExpectations.read(expectations);
    Timeline timeline = WireFiles.timeline(file);
    List<Expectation> results =
        wanted.check(timeline).stream().filter(r -> !unproven || r.line() != null).toList();
    long met = results.stream().filter(Expectation::ok).count();
    if (met == results.size()) {
      System.out.println("All " + met + " expectations are met.");
      return 0;
    }
    var verdict =
        new ScenarioResult(
            String.valueOf(file.getFileName()),
            String.valueOf(expectations.getFileName()),
            "file",
            null,
            Result.FAILED,
            null,
            results);
    System.out.print(Ladders.render(timeline.withScenario(verdict), Text.forThisTerminal()));
    return 1;
  }
}
