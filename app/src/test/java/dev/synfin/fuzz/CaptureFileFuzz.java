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

  /** Makes something of a file; counts each frame before it is followed. */
  private interface Writing {
    void write(CaptureFile file, long[] frames) throws IOException;
  }

  /** How many frames there were, also where the file then failed. */
  private static long read(byte[] input, Writing writing) {
    var frames = new long[1];
    try (var file = CaptureFile.open(new ByteArrayInputStream(input), "input")) {
      writing.write(file, frames);
    } catch (IOException e) {
      Sane.expect(
          String.valueOf(e.getMessage()).startsWith("input "), "a failure without its file");
    }
    return frames[0];
  }

  private static EventOptions options(CaptureFile file) {
    return EventOptions.DEFAULT.withLinkType(file.linkType().orElse(null));
  }

  private static void writeLines(CaptureFile file, long[] frames) throws IOException {
    var start = CaptureFiles.of(file);
    try (var lines = new JsonLinesWriter(OutputStream.nullOutputStream(), start, options(file))) {
      lines.end(CaptureFiles.with(start, file, follow(file, lines, frames)));
    }
  }

  private static void writeDocument(CaptureFile file, long[] frames) throws IOException {
    var builder = new TimelineBuilder(options(file));
    var capture = CaptureFiles.with(CaptureFiles.of(file), file, follow(file, builder, frames));
    Timelines.write(Diagnosis.of(builder.build(capture)), OutputStream.nullOutputStream());
  }

  private static Analysis follow(CaptureFile file, ConnectionObserver observer, long[] frames)
      throws IOException {
    var analysis = new Analysis(new Checked(observer), MOST_CONNECTIONS);
    file.deliverTo(frame -> {
      frames[0]++;
      analysis.accept(frame);
    });
    analysis.finish();
    Sane.expect(analysis.frames().captured() == frames[0], "frames were lost");
    return analysis;
  }

  /** Looks at each summary, too. */
  private static final class Checked extends ForwardingObserver {
    Checked(ConnectionObserver next) {
      super(next);
    }

    @Override
    public void closed(Connection connection) {
      Summaries.check(connection);
      super.closed(connection);
    }
  }
}
