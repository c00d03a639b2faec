package dev.synfin.report;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.SourceCapture;
import java.nio.file.Path;
import java.util.Optional;

/** Where the capture files of a timeline are looked for. */
@FunctionalInterface
public interface CapturePlace {
  /** For a timeline whose captures nobody kept. */
  CapturePlace NOWHERE = capture -> Optional.empty();

  /** Where a capture's file would be; empty where the timeline names none. */
  Optional<Path> fileOf(Capture capture);

  /** In the folder of a timeline, by the names that it has for them. */
  static CapturePlace beside(Path timelineFile) {
    return capture -> SourceCapture.fileOf(timelineFile, capture);
  }
}
