package dev.synfin.cli;

import dev.synfin.capture.CommentedCapture;
import dev.synfin.capture.Damage;
import dev.synfin.diagnose.Diagnosis;
import dev.synfin.export.Qlog;
import dev.synfin.export.TraceEvents;
import dev.synfin.export.Verdicts;
import dev.synfin.export.ZeekLog;
import dev.synfin.timeline.SourceCapture;
import dev.synfin.timeline.Timeline;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = "Writes a timeline for other people's viewers.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "qlog           qlog 0.3, which qvis opens",
      "trace-events   Chrome's trace events, which Perfetto opens",
      "zeek           Zeek's conn.log as JSON, an object a line",
      "pcapng         the timeline's capture with synfin's verdicts as comments of the packets,"
          + " which Wireshark shows",
    })
final class ExportCommand implements Callable<Integer> {

  /** What there is to export to. */
  enum Format {
    QLOG,
    TRACE_EVENTS,
    ZEEK,
    PCAPNG;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "TIMELINE",
      description = "A timeline, JSON or JSON Lines; or a capture file, which is analyzed first.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init")
  private Format format;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file to write; - writes to standard output.")
  @SuppressWarnings("NullAway.Init")
  private String output;

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description =
          "For pcapng: the capture (default: the one beside the timeline that it names; of several"
              + " the client's).")
  private @Nullable Path capture;

  private Optional<Damage> damage = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (capture != null && format != Format.PCAPNG) {
      throw new ParameterException(spec.commandLine(), "--capture is for --to pcapng only.");
    }
    Timeline timeline = Diagnosis.of(WireFiles.timeline(file));
    SourceCapture source = format == Format.PCAPNG ? source(timeline) : null;
    if (output.equals("-")) {
      try (var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
        write(timeline, source, out);
      }
    } else {
      Path target = Path.of(output);
      requireAnother(target, file);
      if (source != null) {
        requireAnother(target, source.file());
      }
      OutputFile.replace(target, out -> write(timeline, source, out));
    }
    return warned();
  }

  private SourceCapture source(Timeline timeline) throws IOException {
    if (capture != null) {
      return SourceCapture.named(capture, timeline);
    }
    SourceCapture found =
        WireFiles.isTimeline(file)
            ? SourceCapture.beside(file, timeline)
            : SourceCapture.named(file, timeline);
    if (timeline.captures().size() > 1) {
      System.err.println(
          "synfin: The timeline is of "
              + timeline.captures().size()
              + " captures; this is "
              + found.file()
              + ", --capture names another.");
    }
    return found;
  }

  private void requireAnother(Path target, Path input) throws IOException {
    if (Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input)) {
      throw new ParameterException(
          spec.commandLine(), "The export would replace " + input + ": choose another -o.");
    }
  }

  private void write(Timeline timeline, @Nullable SourceCapture source, OutputStream out)
      throws IOException {
    switch (format) {
      case QLOG -> Qlog.write(timeline, out);
      case TRACE_EVENTS -> TraceEvents.write(timeline, out);
      case ZEEK -> ZeekLog.write(timeline, out);
      case PCAPNG -> {
        if (source != null) {
          Verdicts verdicts = Verdicts.of(timeline, source.capture());
          damage = CommentedCapture.copy(source.file(), verdicts::of, out);
        }
      }
    }
  }

  private int warned() {
    damage.ifPresent(d -> System.err.println("synfin: " + d.sentence(String.valueOf(output))));
    return damage.isPresent() ? 1 : 0;
  }
}
