package dev.synfin.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code synfin}: finds the subcommand and returns its exit code. */
@Command(
    name = "synfin",
    description = "Shows what sockets do on the wire.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      ScenariosCommand.class,
      CaptureCommand.class,
      AnalyzeCommand.class,
      ShowCommand.class,
      ServeCommand.class,
      ConnectCommand.class,
      AgentCommand.class,
      ConductCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it worked", "1:it failed, and said why in one sentence", "2:wrong usage"})
public final class Main implements Runnable {
  @picocli.CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs one command and ends the process with its exit code: 0, 1 (failure) or 2 (usage). */
  public static void main(String[] args) {
    StopSignals.exit(StandardOutput.checked(commandLine().execute(args)));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(new Failures())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "A command is missing, such as: synfin run handshake");
  }
}
