package dev.synfin.cli;

import dev.synfin.stage.Agents;
import dev.synfin.stage.Host;
import dev.synfin.stage.Vantage;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "agent",
    description = "Serves a lab as one of its agents (the lab's containers call this).",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    hidden = true,
    subcommands = {
      AgentCommand.TapCommand.class,
      AgentCommand.SetupCommand.class,
      AgentCommand.ProgramCommand.class
    })
final class AgentCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Which agent? tap, setup or program.");
  }

  /** What every agent is told. */
  static final class Common {
    @Option(
        names = "--meet",
        paramLabel = "DIR",
        required = true,
        description = "The folder that the lab's containers share.")
    @SuppressWarnings("NullAway.Init")
    private Path meeting;

    @Option(names = "--once", description = "End after the first run.")
    private boolean once;

    @Option(
        names = "--interface",
        paramLabel = "NAME",
        defaultValue = "eth0",
        description = "The host's interface on the lab's network (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String iface;
  }

  @Command(
      name = "tap",
      description = "Captures what passes a host's interface.",
      mixinStandardHelpOptions = true)
  static final class TapCommand implements Callable<Integer> {
    @CommandLine.Mixin
    @SuppressWarnings("NullAway.Init")
    private Common common;

    @Option(names = "--vantage", required = true, description = "${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private Vantage vantage;

    @Override
    public Integer call() throws IOException {
      Agents.tap(vantage, common.iface, common.meeting, common.once);
      return 0;
    }
  }

  @Command(
      name = "setup",
      description = "Sets a host's routes, kernel settings and faults.",
      mixinStandardHelpOptions = true)
  static final class SetupCommand implements Callable<Integer> {
    @CommandLine.Mixin
    @SuppressWarnings("NullAway.Init")
    private Common common;

    @Option(names = "--host", required = true, description = "${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private Host host;

    @Option(names = "--peer", paramLabel = "HOST", description = "The other end's host name.")
    private @Nullable String peer;

    @Option(names = "--via", paramLabel = "HOST", description = "The host between the ends.")
    private @Nullable String via;

    @Override
    public Integer call() throws IOException {
      Agents.setup(host, common.iface, peer, via, common.meeting, common.once);
      return 0;
    }
  }

  @Command(
      name = "program",
      description = "Runs one side's program.",
      mixinStandardHelpOptions = true)
  static final class ProgramCommand implements Callable<Integer> {
    @CommandLine.Mixin
    @SuppressWarnings("NullAway.Init")
    private Common common;

    @Option(names = "--side", required = true, description = "${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private Side side;

    @Option(
        names = "--peer",
        paramLabel = "HOST",
        required = true,
        description = "The other end's host name.")
    @SuppressWarnings("NullAway.Init")
    private String peer;

    @Override
    public Integer call() throws IOException {
      Agents.program(side, peer, common.meeting, common.once);
      return 0;
    }
  }
}
