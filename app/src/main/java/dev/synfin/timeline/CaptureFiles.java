package dev.synfin.timeline;

import dev.synfin.capture.CaptureFile;
import dev.synfin.timeline.Capture.Precision;
import dev.synfin.timeline.Capture.Source;
import java.io.IOException;
import java.nio.file.Path;

/** Capture files as timelines. */
public final class CaptureFiles {
  private CaptureFiles() {}

  /**
   * Reads a whole capture file into one document.
   *
   * @param capture what is known of it beside its content, such as that it was captured live; its
   *     frame counts are put in
   * @throws IOException if the file cannot be read; damage in its middle is no such error
   */
  public static Timeline read(Path file, Capture capture, EventOptions options) throws IOException {
    try (CaptureFile frames = CaptureFile.open(file)) {
      var builder = new TimelineBuilder(options.withLinkType(frames.linkType().orElse(null)));
      var analysis = new Analysis(builder);
      frames.deliverTo(analysis);
      analysis.finish();
      return builder.build(with(capture, frames, analysis));
    }
  }

  /** A capture as its file tells it, before its frames were read. */
  public static Capture of(CaptureFile file) {
    return new Capture(
        file.name(),
        Source.FILE,
        file.name(),
        null,
        null,
        null,
        null,
        file.linkType().orElse(null),
        file.snaplen().orElse(null),
        file.nanoseconds() ? Precision.NANO : Precision.MICRO,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same, after its frames were read. */
  public static Capture with(Capture capture, CaptureFile file, Analysis analysis) {
    return new Capture(
        capture.id(),
        capture.source(),
        capture.name(),
        capture.vantage(),
        capture.file(),
        capture.sha256(),
        capture.filter(),
        file.linkType().orElse(null),
        file.snaplen().orElse(null),
        file.nanoseconds() ? Precision.NANO : Precision.MICRO,
        capture.startedAt() == null ? analysis.firstAt() : capture.startedAt(),
        capture.endedAt() == null ? analysis.lastAt() : capture.endedAt(),
        analysis.frames(),
        analysis.evictions(),
        capture.dropped(),
        capture.complete(),
        capture.reason());
  }
}
