package dev.synfin.cli;

import dev.synfin.capture.CaptureFile;
import dev.synfin.diagnose.Diagnosis;
import dev.synfin.expect.NormalForm;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that tell of a wire: timelines, capture files, normal forms; told apart by how they begin.
 */
final class WireFiles {
  private static final int HEAD = 16;

  private WireFiles() {}

  static NormalForm normalForm(Path file) throws IOException {
    return NormalForm.isOne(head(file))
        ? NormalForm.parse(Files.readString(file), file.toString())
        : NormalForm.of(timeline(file));
  }

  /** A timeline, or what a capture file makes. */
  static Timeline timeline(Path file) throws IOException {
    return isTimeline(file) ? Timelines.read(file) : ofCapture(file);
  }

  /** Whether it is a timeline, or anything that would be read as one. */
  static boolean isTimeline(Path file) throws IOException {
    return head(file).stripLeading().startsWith("{");
  }

  private static String head(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; name a timeline or a capture file in it.");
    }
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    }
  }

  private static Timeline ofCapture(Path file) throws IOException {
    try (CaptureFile frames = CaptureFile.open(file)) {
      return Diagnosis.of(CaptureFiles.read(file, CaptureFiles.of(frames), EventOptions.DEFAULT));
    }
  }
}
