package dev.synfin.cli;

import dev.synfin.capture.CaptureOptions;
import dev.synfin.timeline.EventOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "capture",
    description =
        "Captures live: writes a capture file and its timeline, draws each connection as it ends.",
    mixinStandardHelpOptions = true,
    footer =
        "%nIt ends at Ctrl-C (or SIGTERM), after --for, or after --count frames, and then proves"
            + " with a packet of its own that nothing is missing. It needs root or"
            + " CAP_NET_RAW.%nExit codes: 0 the capture is proven complete, 1 it is not, or it"
            + " failed, 2 wrong usage.")
final class CaptureCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = {"-i", "--interface"},
      paramLabel = "IFACE",
      defaultValue = "any",
      description = "The interface, or any (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private String iface;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "BPF",
      description = "Only these frames, in tcpdump's language, such as «tcp port 8080».")
  private @Nullable String filter;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the files are written (default: this folder).")
  @SuppressWarnings("NullAway.Init")
  private Path output;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this long, such as 10s.")
  private @Nullable Duration limit;

  @Option(names = "--count", paramLabel = "N", description = "Stop after so many frames.")
  private long count = Long.MAX_VALUE;

  @Option(
      names = "--vantage",
      paramLabel = "NAME",
      description =
          "Where this tap sits: client, server, network or loopback; stands in the timeline.")
  private dev.synfin.timeline.Capture.@Nullable Vantage vantage;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Make this file once a packet has proved that frames arrive.")
  private @Nullable Path readyFile;

  @Option(
      names = "--format",
      defaultValue = "json",
      description =
          "The timeline's form: json (one document at the end, the default) or jsonl (a line per"
              + " event as it happens, and no ladders: for traffic of any size).")
  @SuppressWarnings("NullAway.Init")
  private AnalyzeCommand.Format format;

  @Option(names = "--no-events", description = "Leave the single packets out of the timeline.")
  private boolean noEvents;

  @Option(
      names = "--payload-bytes",
      paramLabel = "N",
      defaultValue = "64",
      description = "How much of each payload to keep, in octets (default: ${DEFAULT-VALUE}).")
  private int payloadBytes;

  @SuppressWarnings("NullAway.Init")
  private FollowOptions follow;

  @Option(
      names = {"-q", "--quiet"},
      description = "Draw no ladders.")
  private boolean quiet;

  static CommandLine commandLine() {
    var command = new CaptureCommand();
    var line = new CommandLine(command);
    command.follow = new FollowOptions(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count is at least 1.");
    }
    if (payloadBytes < 0) {
      throw new ParameterException(spec.commandLine(), "--payload-bytes is at least 0.");
    }
    follow.check();
    var session =
        new CaptureSession(
            CaptureOptions.of(iface, filter),
            output,
            vantage,
            format,
            EventOptions.DEFAULT.withEvents(!noEvents).withPayloadBytes(payloadBytes),
            follow,
            quiet,
            System.out,
            readyFile);
    return session.run(limit, count);
  }
}
