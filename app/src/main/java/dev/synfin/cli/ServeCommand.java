package dev.synfin.cli;

import dev.synfin.echo.EchoServer;
import dev.synfin.echo.ServerOptions;
import dev.synfin.track.Side;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
    name = "serve",
    description = "Serves TCP: answers each piece it reads, at most 1,024 bytes, with a suffix.",
    mixinStandardHelpOptions = true,
    footer = "%nIt ends at Ctrl-C (or SIGTERM), with exit code 0.")
final class ServeCommand implements Callable<Integer> {
  enum Mode {
    SEQUENTIAL(5),
    CONCURRENT(1_024);

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    private final int backlog;

    Mode(int backlog) {
      this.backlog = backlog;
    }
  }

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = {"-p", "--port"},
      defaultValue = "8080",
      description = "The port (default: ${DEFAULT-VALUE}); 0: the kernel chooses.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, all of IPv4; :: is all).")
  @SuppressWarnings("NullAway.Init")
  private String bind;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description =
          "How many connections may wait to be accepted (default: 5; concurrent: 1024, as a full"
              + " backlog costs each client a second).")
  private @Nullable Integer backlog;

  @Option(
      names = "--mode",
      defaultValue = "sequential",
      description =
          "sequential: one client at a time, the classic loop; concurrent: a virtual thread each"
              + " (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private Mode mode;

  @Option(
      names = "--reply-suffix",
      paramLabel = "TEXT",
      defaultValue = "...",
      description = "Follows each piece in its answer (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private String suffix;

  @Option(
      names = "--close-delay",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description = "Between the client's end of file and the server's close, such as 200ms.")
  @SuppressWarnings("NullAway.Init")
  private Duration closeDelay;

  @Option(
      names = "--reuse-address",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Take the port though old connections still hold it (SO_REUSEADDR; default).")
  private boolean reuseAddress;

  @Option(names = "--no-delay", description = "Send small segments at once (TCP_NODELAY).")
  private boolean noDelay;

  @Option(
      names = "--receive-buffer",
      paramLabel = "BYTES",
      description = "Ask for a receive buffer of this size (SO_RCVBUF).")
  private @Nullable Integer receiveBuffer;

  @Option(
      names = "--send-buffer",
      paramLabel = "BYTES",
      description = "Ask for a send buffer of this size (SO_SNDBUF).")
  private @Nullable Integer sendBuffer;

  @Option(
      names = "--calls",
      paramLabel = "FILE",
      description = "Log every socket call here, as JSON Lines (sequential mode).")
  private @Nullable Path calls;

  @Override
  public Integer call() throws IOException {
    requirePort(spec, port);
    if (backlog != null && backlog < 0) {
      throw new ParameterException(spec.commandLine(), "--backlog is at least 0.");
    }
    if (calls != null && mode == Mode.CONCURRENT) {
      throw new ParameterException(
          spec.commandLine(),
          "--calls needs --mode sequential: Java's channels hide their system calls.");
    }
    StopSignals.interruptThisThread();
    try {
      serve(spec.commandLine().getOut());
    } finally {
      StopSignals.ignore();
    }
    return CommandLine.ExitCode.OK;
  }

  private void serve(PrintWriter out) throws IOException {
    try (var log = CallsFile.open(calls, Side.SERVER);
        var server = open(log, out)) {
      out.println("listening on " + server.address());
      out.flush();
      server.serve();
    } catch (InterruptedIOException e) {
      out.println("stopped");
      out.flush();
    }
  }

  private EchoServer open(CallsFile log, PrintWriter out) throws IOException {
    var address = Hosts.resolve(bind, port).getFirst();
    var options =
        new ServerOptions(
            address,
            Objects.requireNonNullElse(backlog, mode.backlog),
            suffix,
            closeDelay,
            reuseAddress,
            noDelay,
            receiveBuffer,
            sendBuffer);
    return switch (mode) {
      case SEQUENTIAL -> EchoServer.sequential(options, log.listener(), out::println);
      case CONCURRENT -> EchoServer.concurrent(options, out::println);
    };
  }

  static void requirePort(CommandLine.Model.CommandSpec spec, int port) {
    if (port < 0 || port > 0xFFFF) {
      throw new ParameterException(spec.commandLine(), port + " is no port: ports are 0 to 65535.");
    }
  }
}
