package dev.synfin.fuzz;

import dev.synfin.capture.CaptureFile;
import dev.synfin.diagnose.Diagnosis;
import dev.synfin.timeline.Analysis;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.JsonLinesWriter;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.Connection;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ForwardingObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A capture file, all the way to its timeline: as JSON Lines, then as a document with findings. */
public final class CaptureFileFuzz {
  private static final int MOST_CONNECTIONS = 8;

  private CaptureFileFuzz() {}

  /**
   * Reads, follows and writes a capture file. Only one that is as long as its frames becomes a
   * document, which is held in memory: a few octets of zstd can stand for a hundred million.
   */
  public static void fuzzerTestOneInput(byte[] input) {
    long frames = read(input, CaptureFileFuzz::writeLines);
    if (!isCompressed(input)) {
      Sane.expect(frames <= input.length / 8, "more frames than there is room for");
      Sane.expect(read(input, CaptureFileFuzz::writeDocument) == frames, "not the same frames");
    }
  }

  /** RFC 1952, 2.3.1, and RFC 8878, 3.1.1. */
  private static boolean isCompressed(byte[] input) {
    return input.length >= 2
        && ((input[0] == 0x1F && input[1] == (byte) 0x8B)
            || (input[0] == 0x28 && input[1] == (byte) 0xB5));
  }

  /** Makes something of a file's frames, and tells how many there were. */
  private interface Writing {
    long write(CaptureFile file) throws IOException;
  }

  private static long read(byte[] input, Writing writing) {
    try (var file = CaptureFile.open(new ByteArrayInputStream(input), "input")) {
      return writing.write(file);
    } catch (IOException e) {
      Sane.expect(
          String.valueOf(e.getMessage()).startsWith("input "), "a failure without its file");
      return 0;
    }
  }

  private static EventOptions options(CaptureFile file) {
    return EventOptions.DEFAULT.withLinkType(file.linkType().orElse(null));
  }

  private static long writeLines(CaptureFile file) throws IOException {
    try (var lines =
        new JsonLinesWriter(
            OutputStream.nullOutputStream(), CaptureFiles.of(file), options(file))) {
      Analysis analysis = follow(file, lines);
      lines.end(CaptureFiles.with(CaptureFiles.of(file), file, analysis));
      return analysis.frames().captured();
    }
  }

  private static long writeDocument(CaptureFile file) throws IOException {
    var builder = new TimelineBuilder(options(file));
    Analysis analysis = follow(file, builder);
    var capture = CaptureFiles.with(CaptureFiles.of(file), file, analysis);
    Timelines.write(Diagnosis.of(builder.build(capture)), OutputStream.nullOutputStream());
    return analysis.frames().captured();
  }

  private static Analysis follow(CaptureFile file, ConnectionObserver observer) throws IOException {
    var frames = new long[1];
    var analysis = new Analysis(new Ordered(observer), MOST_CONNECTIONS);
    file.deliverTo(frame -> {
      frames[0]++;
      analysis.accept(frame);
    });
    analysis.finish();
    Sane.expect(analysis.frames().captured() == frames[0], "frames were lost");
    return analysis;
  }

  /** Looks at each summary, too. */
  private static final class Ordered extends ForwardingObserver {
    Ordered(ConnectionObserver next) {
      super(next);
    }

    @Override
    public void closed(Connection connection) {
      Sane.expect(connection.summary().durationNs() >= 0, "ends before it began");
      super.closed(connection);
    }
  }
}
