package dev.synfin.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code synfin}: finds the subcommand and returns its exit code. */
@Command(
    name = Main.NAME,
    description = "Shows what sockets do on the wire.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it worked", "1:it failed, and said why in one sentence", "2:wrong usage"})
public final class Main implements Runnable {
  static final String NAME = "synfin";

  private static final List<String> COMMANDS =
      List.of(
          "run",
          "scenarios",
          "capture",
          "analyze",
          "show",
          "report",
          "diff",
          "check",
          "export",
          "watch",
          "sockets",
          "serve",
          "connect",
          "agent",
          "conduct",
          "rehearse");

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private Main() {}

  /** Runs one command and ends the process with its exit code: 0, 1 (failure) or 2 (usage). */
  public static void main(String[] args) {
    StopSignals.exit(StandardOutput.checked(called(args).execute()));
  }

  /** A command and what it is called with. */
  record Called(CommandLine command, List<String> arguments) {
    int execute() {
      return command.execute(arguments.toArray(String[]::new));
    }
  }

  /**
   * The command that is called, alone: the model of all of them takes longer to build than a short
   * command to run, and a lab starts nine at once.
   */
  static Called called(String... args) {
    if (args.length > 0 && args[0].equals("help")) {
      return help(List.of(args).subList(1, args.length));
    }
    if (args.length == 0 || !COMMANDS.contains(args[0])) {
      return new Called(speaking(all()), List.of(args));
    }
    CommandLine one = one(args[0]).setCommandName(NAME + " " + args[0]);
    one.getCommandSpec().versionProvider(new Version());
    return new Called(speaking(one), List.of(args).subList(1, args.length));
  }

  /** {@code synfin help}, {@code synfin help run}: what many programs know. */
  private static Called help(List<String> about) {
    if (about.isEmpty()) {
      return called("--help");
    }
    String command = about.getFirst();
    return COMMANDS.contains(command) ? called(command, "--help") : called(command);
  }

  private static CommandLine one(String name) {
    return switch (name) {
      case "run" -> new CommandLine(new RunCommand());
      case "scenarios" -> new CommandLine(new ScenariosCommand());
      case "capture" -> CaptureCommand.commandLine();
      case "analyze" -> new CommandLine(new AnalyzeCommand().spec());
      case "show" -> new CommandLine(new ShowCommand().spec());
      case "report" -> new CommandLine(new ReportCommand());
      case "diff" -> new CommandLine(new DiffCommand());
      case "check" -> new CommandLine(new CheckCommand());
      case "export" -> new CommandLine(new ExportCommand());
      case "watch" -> new CommandLine(new WatchCommand());
      case "sockets" -> new CommandLine(new SocketsCommand());
      case "serve" -> new CommandLine(new ServeCommand());
      case "connect" -> new CommandLine(new ConnectCommand());
      case "agent" -> AgentCommand.commandLine();
      case "conduct" -> new CommandLine(new ConductCommand());
      case "rehearse" -> new CommandLine(new RehearseCommand());
      default -> throw new IllegalArgumentException("There is no command " + name);
    };
  }

  private static CommandLine all() {
    var all = new CommandLine(new Main());
    for (String name : COMMANDS) {
      all.addSubcommand(name, one(name));
    }
    return all;
  }

  private static CommandLine speaking(CommandLine line) {
    return line.setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(new Failures())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "A command is missing, such as: synfin run handshake");
  }
}
