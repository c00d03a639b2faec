package dev.synfin.cli;

import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.stage.AgentStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "conduct",
    description = "Leads the agents of a lab through a scenario (the lab's containers call this).",
    mixinStandardHelpOptions = true,
    hidden = true)
final class ConductCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SCENARIO", description = "A name, or the path of a file.")
  @SuppressWarnings("NullAway.Init")
  private String scenario;

  @Option(names = "--variant", paramLabel = "NAME", description = "One of the scenario's variants.")
  private @Nullable String variant;

  @Option(
      names = "--meet",
      paramLabel = "DIR",
      required = true,
      description = "The folder that the lab's containers share.")
  @SuppressWarnings("NullAway.Init")
  private Path meeting;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      defaultValue = "compose",
      description = "compose or testcontainers (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private StageKind stage;

  @Option(names = "--once", description = "Let the lab end after this run.")
  private boolean once;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Where DIR/SCENARIO/ is written.")
  @SuppressWarnings("NullAway.Init")
  private Path output;

  @Override
  public Integer call() throws IOException {
    var lab = new AgentStage(stage, meeting);
    try {
      return RunCommand.play(lab, scenario, blankIsNone(variant), output);
    } finally {
      if (once) {
        lab.declareOver();
      }
    }
  }

  private static @Nullable String blankIsNone(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
