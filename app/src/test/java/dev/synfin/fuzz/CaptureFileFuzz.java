package dev.synfin.fuzz;

import dev.synfin.capture.CaptureFile;
import dev.synfin.timeline.Analysis;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A capture file, all the way to its timeline. */
public final class CaptureFileFuzz {
  private CaptureFileFuzz() {}

  /** Reads and follows a capture file. */
  public static void fuzzerTestOneInput(byte[] input) {
    var frames = new long[1];
    try (var file = CaptureFile.open(new ByteArrayInputStream(input), "input")) {
      var analysis = new Analysis(new Summaries(), 8);
      file.deliverTo(frame -> {
        frames[0]++;
        analysis.accept(frame);
      });
      analysis.finish();
      Sane.expect(analysis.frames().captured() == frames[0], "frames were lost");
    } catch (IOException e) {
      Sane.expect(
          String.valueOf(e.getMessage()).startsWith("input "), "a failure without its file");
    }
    Sane.expect(frames[0] <= input.length / 8, "more frames than there is room for");
  }
}
