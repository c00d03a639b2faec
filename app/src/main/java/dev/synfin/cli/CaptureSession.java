package dev.synfin.cli;

import dev.synfin.capture.Aside;
import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.capture.CaptureOptions;
import dev.synfin.capture.CaptureStatus;
import dev.synfin.capture.Frame;
import dev.synfin.capture.FrameSink;
import dev.synfin.capture.LinkTypes;
import dev.synfin.capture.LiveCapture;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.EventOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One live capture from its first fence to its files. */
final class CaptureSession {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  /** The document of a long capture takes its time. */
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(5);

  private static final long ALWAYS = Long.MAX_VALUE;

  private final CaptureOptions options;
  private final Path folder;
  private final Capture.@Nullable Vantage vantage;
  private final AnalyzeCommand.Format format;
  private final EventOptions events;
  private final FollowOptions follow;
  private final boolean quiet;
  private final PrintStream out;
  private final @Nullable Path readyFile;
  private final CountDownLatch wanted = new CountDownLatch(1);
  private long most = ALWAYS;

  CaptureSession(
      CaptureOptions options,
      Path folder,
      Capture.@Nullable Vantage vantage,
      AnalyzeCommand.Format format,
      EventOptions events,
      FollowOptions follow,
      boolean quiet,
      PrintStream out,
      @Nullable Path readyFile) {
    this.options = options;
    this.folder = folder;
    this.vantage = vantage;
    this.format = format;
    this.events = events;
    this.follow = follow;
    this.quiet = quiet;
    this.out = out;
    this.readyFile = readyFile;
  }

  /** Captures until a signal, the time, or the number of frames ends it. */
  int run(@Nullable Duration limit, long count) throws IOException {
    most = count;
    Path pcap = newFile();
    StopSignals.tell(wanted::countDown, ENDS_WITHIN);
    try {
      return capture(pcap, limit);
    } finally {
      StopSignals.ignore();
      if (Files.exists(pcap) && Files.size(pcap) == 0) {
        Files.delete(pcap); // nothing was captured: the interface could not be opened
      }
      if (readyFile != null) {
        Files.deleteIfExists(readyFile);
      }
    }
  }

  private Path newFile() throws IOException {
    try {
      Files.createDirectories(folder);
      String stem =
          "synfin-"
              + options.iface()
              + "-"
              + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
      Path file = folder.resolve(stem + ".pcap");
      for (int i = 2; Files.exists(file); i++) {
        file = folder.resolve(stem + "-" + i + ".pcap");
      }
      return Files.createFile(file);
    } catch (IOException e) {
      throw new IOException(
          "The folder "
              + folder
              + " cannot be written: change its owner or mode, or choose"
              + " another with -o.",
          e);
    }
  }

  private int capture(Path pcap, @Nullable Duration limit) throws IOException {
    Path file = sibling(pcap);
    try (LiveCapture live = LiveCapture.open(options);
        var frames = new CaptureFileWriter(pcap, live.linkType(), options.snaplen());
        var timeline = timeline(file, live, pcap);
        var aside = new Aside(timeline)) {
      IOException failure = null;
      CaptureStatus status = null;
      try {
        live.start(new Take(frames, aside));
        announce();
        waitForEnd(live, limit);
        status = live.stop();
      } catch (IOException e) {
        failure = e; // a full disk, say: what was captured before is still written
      }
      frames.flush();
      aside.finish();
      timeline.finish();
      Capture capture = describe(live, pcap, status, timeline);
      timeline.write(capture);
      return conclude(capture, pcap, file, failure);
    }
  }

  private LiveTimeline timeline(Path file, LiveCapture live, Path pcap) throws IOException {
    EventOptions kept = events.withLinkType(LinkTypes.name(live.linkType()));
    return switch (format) {
      case JSON ->
          LiveTimeline.document(
              file,
              kept,
              new LiveLadders(quiet, out, () -> describe(live, pcap, null, null)),
              follow);
      case JSONL -> LiveTimeline.lines(file, kept, describe(live, pcap, null, null), follow);
    };
  }

  /** What is captured goes to its file at once, and aside to the timeline. */
  private final class Take implements FrameSink {
    private final CaptureFileWriter file;
    private final Aside aside;

    Take(CaptureFileWriter file, Aside aside) {
      this.file = file;
      this.aside = aside;
    }

    @Override
    public void accept(Frame frame) throws IOException {
      if (frame.number() > most) {
        return;
      }
      file.write(frame);
      aside.accept(frame);
      if (frame.number() == most) {
        wanted.countDown();
      }
    }

    @Override
    public void pause() throws IOException {
      aside.pause();
    }
  }

  private void announce() throws IOException {
    if (readyFile != null) {
      Files.write(readyFile, new byte[0]);
    }
    System.err.println(
        "Capturing on "
            + options.iface()
            + (options.filter() == null ? "" : " («" + options.filter() + "»)")
            + "; Ctrl-C ends it.");
  }

  private void waitForEnd(LiveCapture live, @Nullable Duration limit) throws IOException {
    long deadline = limit == null ? ALWAYS : System.nanoTime() + limit.toNanos();
    try {
      while (!wanted.await(20, TimeUnit.MILLISECONDS)) {
        if (live.endsWithin(Duration.ZERO)
            || (limit != null && System.nanoTime() - deadline >= 0)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int conclude(Capture capture, Path pcap, Path timeline, @Nullable IOException failure)
      throws IOException {
    out.println(closingLine(capture, pcap, timeline));
    if (failure != null) {
      throw failure;
    }
    return Boolean.TRUE.equals(capture.complete()) ? 0 : 1;
  }

  private Path sibling(Path pcap) {
    String ending = ".timeline." + format;
    return pcap.resolveSibling(pcap.getFileName().toString().replaceFirst("\\.pcap$", ending));
  }

  private Capture describe(
      LiveCapture live,
      Path pcap,
      @Nullable CaptureStatus status,
      @Nullable LiveTimeline timeline) {
    return new Capture(
        vantage == null ? options.iface() : vantage.name().toLowerCase(Locale.ROOT),
        Capture.Source.LIVE,
        options.iface(),
        vantage,
        pcap.getFileName().toString(),
        null,
        options.filter(),
        LinkTypes.name(live.linkType()),
        options.snaplen(),
        live.nanoseconds() ? Capture.Precision.NANO : Capture.Precision.MICRO,
        status == null ? null : status.startedAt(),
        status == null ? null : status.endedAt(),
        timeline == null ? null : timeline.frames(),
        timeline == null ? null : timeline.evictions(),
        status == null
            ? null
            : new Capture.Dropped(status.droppedByKernel(), status.droppedByInterface()),
        status == null ? null : Boolean.valueOf(status.complete()),
        status == null ? null : status.reason());
  }

  private static String closingLine(Capture capture, Path pcap, Path timeline) {
    Capture.Frames frames = java.util.Objects.requireNonNull(capture.frames());
    Capture.Dropped dropped = capture.dropped();
    return frames.captured()
        + " frames, "
        + (dropped == null
            ? "drops unknown"
            : dropped.kernel()
                + " dropped by the kernel, "
                + dropped.byInterface()
                + " by the interface")
        + "; "
        + (Boolean.TRUE.equals(capture.complete())
            ? "the capture is proven complete"
            : "the capture is NOT proven complete: "
                + java.util.Objects.requireNonNullElse(capture.reason(), "it ended before its end"))
        + ".\n"
        + pcap
        + "\n"
        + timeline;
  }
}
