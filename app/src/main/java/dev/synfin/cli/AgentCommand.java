package dev.synfin.cli;

import dev.synfin.stage.Agents;
import dev.synfin.stage.Host;
import dev.synfin.stage.Vantage;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The agents of a lab: {@code synfin agent tap}, {@code setup} and {@code program}, which the lab's
 * containers call. Eight of them start at once and are waited for, so their options are told to
 * picocli as they are ({@link PlainSpec}).
 */
final class AgentCommand {
  private AgentCommand() {}

  static CommandLine commandLine() {
    CommandSpec agent = CommandSpec.create();
    agent
        .usageMessage()
        .hidden(true)
        .description("Serves a lab as one of its agents (the lab's containers call this).");
    agent.addSubcommand("tap", new Tap().spec("Captures what passes a host's interface."));
    agent.addSubcommand("tap-stream", TapStream.spec());
    agent.addSubcommand(
        "setup", new Setup().spec("Sets a host's routes, kernel settings and faults."));
    agent.addSubcommand("program", new Program().spec("Runs one side's program."));
    var line = new CommandLine(agent);
    return line.setExecutionStrategy(parsed -> {
      if (!parsed.hasSubcommand()) {
        throw new ParameterException(line, "Which agent? tap, setup or program.");
      }
      return new CommandLine.RunLast().execute(parsed);
    });
  }

  /** What every agent is told. */
  private abstract static class Role implements Callable<Integer> {
    final OptionSpec meeting =
        required("--meet", "DIR", Path.class, "The folder that the lab's containers share.");
    final OptionSpec once = PlainSpec.flag("--once", "End after the first run.");
    final OptionSpec iface =
        OptionSpec.builder("--interface")
            .paramLabel("NAME")
            .type(String.class)
            .defaultValue("eth0")
            .description("The host's interface on the lab's network (default: ${DEFAULT-VALUE}).")
            .build();

    CommandSpec spec(String description, OptionSpec... own) {
      CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
      spec.usageMessage().description(description);
      spec.addOption(PlainSpec.help());
      for (OptionSpec option : own) {
        spec.addOption(option);
      }
      return spec.addOption(meeting).addOption(once).addOption(iface);
    }

    static OptionSpec required(String name, String label, Class<?> type, String description) {
      return OptionSpec.builder(name)
          .required(true)
          .paramLabel(label)
          .type(type)
          .description(description)
          .build();
    }
  }

  private static final class Tap extends Role {
    private final OptionSpec vantage =
        required("--vantage", "VANTAGE", Vantage.class, "${COMPLETION-CANDIDATES}.");

    CommandSpec spec(String description) {
      return spec(description, vantage);
    }

    @Override
    public Integer call() throws IOException {
      Agents.tap(vantage.getValue(), iface.getValue(), meeting.getValue(), once.getValue());
      return 0;
    }
  }

  /** Not one that is met: it answers who holds its standard streams. */
  private static final class TapStream implements Callable<Integer> {
    private final OptionSpec iface =
        OptionSpec.builder("--interface").type(String.class).defaultValue("auto").build();
    private final OptionSpec filter = OptionSpec.builder("--filter").type(String.class).build();
    private final OptionSpec side =
        OptionSpec.builder("--side").type(Side.class).defaultValue("server").build();
    private final OptionSpec ports =
        OptionSpec.builder("--port").type(Integer[].class).arity("1").build();

    static CommandSpec spec() {
      var command = new TapStream();
      CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
      spec.usageMessage().description("Sends what it captures to its standard output.");
      return spec.addOption(command.iface)
          .addOption(command.filter)
          .addOption(command.side)
          .addOption(command.ports);
    }

    @Override
    public Integer call() throws IOException {
      Integer[] chosen = ports.getValue();
      Agents.stream(
          iface.getValue(),
          filter.getValue(),
          side.getValue(),
          chosen == null ? Set.of() : Set.of(chosen));
      return 0;
    }
  }

  private static final class Setup extends Role {
    private final OptionSpec host =
        required("--host", "HOST", Host.class, "${COMPLETION-CANDIDATES}.");
    private final OptionSpec peer =
        OptionSpec.builder("--peer")
            .paramLabel("HOST")
            .type(String.class)
            .description("The other end's host name.")
            .build();
    private final OptionSpec via =
        OptionSpec.builder("--via")
            .paramLabel("HOST")
            .type(String.class)
            .description("The host between the ends.")
            .build();

    CommandSpec spec(String description) {
      return spec(description, host, peer, via);
    }

    @Override
    public Integer call() throws IOException {
      Agents.setup(
          host.getValue(),
          iface.getValue(),
          peer.getValue(),
          via.getValue(),
          meeting.getValue(),
          once.getValue());
      return 0;
    }
  }

  private static final class Program extends Role {
    private final OptionSpec side =
        required("--side", "SIDE", Side.class, "${COMPLETION-CANDIDATES}.");
    private final OptionSpec peer =
        required("--peer", "HOST", String.class, "The other end's host name.");

    CommandSpec spec(String description) {
      return spec(description, side, peer);
    }

    @Override
    public Integer call() throws IOException {
      Agents.program(side.getValue(), peer.getValue(), meeting.getValue(), once.getValue());
      return 0;
    }
  }
}
