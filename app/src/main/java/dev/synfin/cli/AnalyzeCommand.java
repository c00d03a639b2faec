package dev.synfin.cli;

import dev.synfin.capture.CaptureFile;
import dev.synfin.capture.Damage;
import dev.synfin.diagnose.Diagnosis;
import dev.synfin.timeline.Analysis;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.JsonLinesWriter;
import dev.synfin.timeline.SummaryWriter;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.ConnectionObserver;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "analyze",
    description = "Reads a capture file and writes what happened in it as a timeline.",
    mixinStandardHelpOptions = true,
    footer =
        "%nIt names the findings: what is unusual; show explains them. With jsonl, those of single"
            + " connections come from what is known of them without their packets.%n%nA damaged file gives the timeline of all that could be read, a warning that names the"
            + " place, and exit code 1.")
final class AnalyzeCommand implements Callable<Integer> {

  /** The two forms of the document. */
  enum Format {
    JSON,
    JSONL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "pcap or pcapng, also compressed with gzip or zstd; - reads standard input.")
  @SuppressWarnings("NullAway.Init")
  private String file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description =
          "The timeline's file; - writes to standard output (default: FILE's name with"
              + " .timeline.json, in this folder).")
  private @Nullable String output;

  @Option(
      names = "--format",
      description =
          "json (one document, the default) or jsonl (a line per event as it is read, for captures"
              + " of any size).")
  private @Nullable Format format;

  @Option(
      names = "--summary",
      description =
          "Print one line for each connection, instead of the timeline; with --format, the same"
              + " as --no-events.")
  private boolean summary;

  @Option(names = "--no-events", description = "Leave out the single packets.")
  private boolean noEvents;

  @Option(
      names = "--payload-bytes",
      paramLabel = "N",
      defaultValue = "64",
      description = "How much of each payload to keep, in octets (default: ${DEFAULT-VALUE}).")
  private int payloadBytes;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private FollowOptions follow;

  private final Map<String, Integer> found = new TreeMap<>();

  private void count(Finding finding) {
    found.merge(finding.id(), 1, Integer::sum);
  }

  @Override
  public Integer call() throws IOException {
    if (payloadBytes < 0) {
      throw new ParameterException(spec.commandLine(), "--payload-bytes is at least 0.");
    }
    follow.check();
    try (CaptureFile capture = open()) {
      Path target = target();
      if (target != null && Files.exists(target) && Files.isSameFile(target, input())) {
        throw new ParameterException(
            spec.commandLine(),
            "The timeline would replace the capture " + file + ": choose another -o.");
      }
      writeTo(target, capture);
      if (target != null) {
        System.out.println("Wrote " + target + "; «synfin show " + target + "» draws it.");
        found.forEach((id, number) -> System.out.printf("Found %s: %,d%n", id, number));
      }
      return warned(capture.damage());
    }
  }

  private void writeTo(@Nullable Path target, CaptureFile capture) throws IOException {
    var signals = Interruption.of(capture);
    var progress = Progress.of(capture);
    try {
      if (target == null) {
        write(capture, new BufferedOutputStream(standardOutput(), 1 << 16));
      } else {
        OutputFile.replace(target, out -> write(capture, out));
      }
    } finally {
      progress.end();
      signals.end();
    }
  }

  private Path input() {
    return file.equals("-") ? Path.of("/dev/stdin") : Path.of(file);
  }

  private CaptureFile open() throws IOException {
    return file.equals("-")
        ? CaptureFile.open(System.in, "standard input")
        : CaptureFile.open(Path.of(file));
  }

  private void write(CaptureFile capture, OutputStream out) throws IOException {
    EventOptions options =
        EventOptions.DEFAULT
            .withEvents(!noEvents && !summary)
            .withPayloadBytes(payloadBytes)
            .withLinkType(capture.linkType().orElse(null));
    Capture known = CaptureFiles.of(capture);
    Format chosen = chosenFormat();
    if (chosen == null) {
      writeSummary(capture, out);
      return;
    }
    switch (chosen) {
      case JSON -> {
        var builder = new TimelineBuilder(options);
        var analysis = follow(capture, builder);
        var timeline = Diagnosis.of(builder.build(CaptureFiles.with(known, capture, analysis)));
        timeline.findings().forEach(this::count);
        timeline.connections().forEach(c -> c.findings().forEach(this::count));
        Timelines.write(timeline, out);
      }
      case JSONL -> writeLines(capture, known, options, out);
    }
    out.flush();
  }

  private void writeSummary(CaptureFile capture, OutputStream out) throws IOException {
    try (var lines = new SummaryWriter(out)) {
      lines.end(follow(capture, lines));
    }
  }

  private void writeLines(
      CaptureFile capture, Capture known, EventOptions options, OutputStream out)
      throws IOException {
    var diagnosis = new StreamDiagnosis(this::count);
    try (var lines = new JsonLinesWriter(out, known, options, diagnosis)) {
      capture.flushWhenIdle(lines);
      Analysis analysis = follow(capture, lines);
      lines.awaitConnections();
      lines.end(CaptureFiles.with(known, capture, analysis), diagnosis.ofTheWhole());
    }
  }

  /** Null for lines of text. */
  private @Nullable Format chosenFormat() {
    return format == null && !summary ? Format.JSON : format;
  }

  private Analysis follow(CaptureFile capture, ConnectionObserver observer) throws IOException {
    var analysis = follow.analysis(observer);
    capture.deliverTo(analysis);
    analysis.finish();
    follow.tell(analysis);
    return analysis;
  }

  /** Null for standard output. */
  private @Nullable Path target() {
    if (output != null) {
      return output.equals("-") ? null : Path.of(output);
    }
    Format chosen = chosenFormat();
    if (file.equals("-") || chosen == null) {
      return null;
    }
    String name =
        Path.of(file)
            .getFileName()
            .toString()
            .replaceFirst("\\.(pcap|pcapng|cap)(\\.gz|\\.zst)?$", "");
    return Path.of(name + ".timeline." + chosen);
  }

  private static OutputStream standardOutput() {
    return new FileOutputStream(FileDescriptor.out);
  }

  private int warned(Optional<Damage> damage) {
    damage.ifPresent(d -> System.err.println("synfin: " + d.sentence(file)));
    return damage.isPresent() ? 1 : 0;
  }
}
