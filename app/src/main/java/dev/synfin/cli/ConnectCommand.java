package dev.synfin.cli;

import dev.synfin.echo.EchoClient;
import dev.synfin.socket.InternetAddress;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "connect",
    description = "Connects to an echo server, sends lines or messages, and prints each reply.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nWithout --message it sends the lines of its standard input, and closes at their end.",
      "Exit codes: 0 every reply was right, 1 it failed, 2 wrong usage."
    })
final class ConnectCommand implements Callable<Integer> {
  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Parameters(index = "0", paramLabel = "HOST", description = "A name or an address.")
  @SuppressWarnings("NullAway.Init")
  private String host;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Send this instead of the standard input; may be given several times.")
  private List<String> messages = List.of();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Send the messages so many times (default: once).")
  private @Nullable Integer count;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description = "Wait so long between one reply and the next message, such as 200ms.")
  @SuppressWarnings("NullAway.Init")
  private Duration interval;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Wait no longer than this for a connection or a reply (default: for ever).")
  private @Nullable Duration timeout;

  @Option(
      names = "--reply-suffix",
      paramLabel = "TEXT",
      defaultValue = "...",
      description = "What each reply must end with (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private String suffix;

  @Option(
      names = "--calls",
      paramLabel = "FILE",
      description = "Log every socket call here, as JSON Lines.")
  private @Nullable Path calls;

  @Override
  public Integer call() throws IOException {
    requireUsage();
    var addresses = Hosts.resolve(host, port);
    try (var log = CallsFile.open(calls, Side.CLIENT);
        var client = connect(addresses, log)) {
      new EchoSession(client, interval, spec.commandLine()).run(source());
    }
    return CommandLine.ExitCode.OK;
  }

  private MessageSource source() {
    return messages.isEmpty()
        ? MessageSource.lines(System.in)
        : MessageSource.repeated(messages, count == null ? 1 : count);
  }

  /** The first of the host's addresses that takes the connection; else the last one's failure. */
  private EchoClient connect(List<InternetAddress> addresses, CallsFile log) throws IOException {
    for (var address : addresses.subList(0, addresses.size() - 1)) {
      try {
        return connect(address, log);
      } catch (IOException e) {
        spec.commandLine().getErr().println(e.getMessage() + " Trying the next address.");
      }
    }
    return connect(addresses.getLast(), log);
  }

  private EchoClient connect(InternetAddress address, CallsFile log) throws IOException {
    return EchoClient.connect(address, suffix, timeout, log.listener());
  }

  private void requireUsage() {
    ServeCommand.requirePort(spec, port);
    if (count != null && (messages.isEmpty() || count < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--count is at least 1 and needs a --message to send so often.");
    }
    if (timeout != null && timeout.isZero()) {
      throw new ParameterException(spec.commandLine(), "--timeout is longer than nothing.");
    }
  }
}
