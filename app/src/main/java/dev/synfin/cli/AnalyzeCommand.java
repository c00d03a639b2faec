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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code synfin analyze}: a capture file as a timeline, or as lines of text. */
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

  private final PositionalParamSpec file =
      PositionalParamSpec.builder()
          .paramLabel("FILE")
          .type(String.class)
          .required(true)
          .description("pcap or pcapng, also compressed with gzip or zstd; - reads standard input.")
          .build();
  private final OptionSpec output =
      OptionSpec.builder("-o", "--output")
          .paramLabel("OUT")
          .type(String.class)
          .description(
              "The timeline's file; - writes to standard output (default: FILE's name with"
                  + " .timeline.json, in this folder).")
          .build();
  private final OptionSpec format =
      PlainSpec.value(
              "--format",
              "<format>",
              Format.class,
              "json (one document, the default) or jsonl (a line per event as it is read, for"
                  + " captures of any size).")
          .build();
  private final OptionSpec summary =
      PlainSpec.flag(
          "--summary",
          "Print one line for each connection, instead of the timeline; with --format, the same"
              + " as --no-events.");
  private final OptionSpec noEvents =
      PlainSpec.flag("--no-events", "Leave out the single packets.");
  private final OptionSpec payloadBytes =
      PlainSpec.value(
              "--payload-bytes",
              "N",
              int.class,
              "How much of each payload to keep, in octets (default: ${DEFAULT-VALUE}).")
          .defaultValue("64")
          .build();

  private final CommandSpec spec =
      PlainSpec.of(
              this, "analyze", "Reads a capture file and writes what happened in it as a timeline.")
          .addPositional(file)
          .addOption(output)
          .addOption(format)
          .addOption(summary)
          .addOption(noEvents)
          .addOption(payloadBytes);
  private final FollowOptions follow = new FollowOptions(spec);
  private final Map<String, Integer> found = new TreeMap<>();

  AnalyzeCommand() {
    spec.usageMessage()
        .footer(
            "%nIt names the findings: what is unusual; show explains them. With jsonl, those of"
                + " single connections come from what is known of them without their packets.%n%nA"
                + " damaged file gives the timeline of all that could be read, a warning that names"
                + " the place, and exit code 1.");
  }

  CommandSpec spec() {
    return spec;
  }

  private void count(Finding finding) {
    found.merge(finding.id(), 1, Integer::sum);
  }

  @Override
  public Integer call() throws IOException {
    if (keptOctets() < 0) {
      throw new ParameterException(spec.commandLine(), "--payload-bytes is at least 0.");
    }
    follow.check();
    try (CaptureFile capture = open()) {
      Path target = target();
      if (target != null && Files.exists(target) && Files.isSameFile(target, input())) {
        throw new ParameterException(
            spec.commandLine(),
            "The timeline would replace the capture " + file() + ": choose another -o.");
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

  private String file() {
    return file.getValue();
  }

  private int keptOctets() {
    return payloadBytes.getValue();
  }

  private boolean isSummary() {
    return summary.getValue();
  }

  private boolean hasEvents() {
    boolean without = noEvents.getValue();
    return !without && !isSummary();
  }

  private Path input() {
    return file().equals("-") ? Path.of("/dev/stdin") : Path.of(file());
  }

  private CaptureFile open() throws IOException {
    return file().equals("-")
        ? CaptureFile.open(System.in, "standard input")
        : CaptureFile.open(Path.of(file()));
  }

  private void write(CaptureFile capture, OutputStream out) throws IOException {
    EventOptions options =
        EventOptions.DEFAULT
            .withEvents(hasEvents())
            .withPayloadBytes(keptOctets())
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
    Format chosen = format.getValue();
    return chosen == null && !isSummary() ? Format.JSON : chosen;
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
    String wanted = output.getValue();
    if (wanted != null) {
      return wanted.equals("-") ? null : Path.of(wanted);
    }
    Format chosen = chosenFormat();
    if (file().equals("-") || chosen == null) {
      return null;
    }
    String name =
        Path.of(file())
            .getFileName()
            .toString()
            .replaceFirst("\\.(pcap|pcapng|cap)(\\.gz|\\.zst)?$", "");
    return Path.of(name + ".timeline." + chosen);
  }

  private static OutputStream standardOutput() {
    return new FileOutputStream(FileDescriptor.out);
  }

  private int warned(Optional<Damage> damage) {
    damage.ifPresent(d -> System.err.println("synfin: " + d.sentence(file())));
    return damage.isPresent() ? 1 : 0;
  }
}
