package dev.synfin.stage;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineMerger;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run that goes on has left until now, in the folder where its agents meet.
 *
 * <p>Taps and programs write as things happen. What is half written is read as far as it goes, and
 * what a former run left there is none of this one's.
 */
final class SoFar {
  /** A capture file's own, before its first frame. */
  private static final int HEADER = 24;

  private final Path meeting;
  private final Map<Path, FileTime> former = new HashMap<>();
  private long sizes;

  /** Looks at what is there before the run begins. */
  SoFar(Path meeting) throws IOException {
    this.meeting = meeting;
    for (Path file : files()) {
      FileTime modified = modified(file);
      if (modified != null) {
        former.put(file, modified);
      }
    }
  }

  private List<Path> files() {
    var files = new ArrayList<Path>();
    for (Vantage vantage : Vantage.values()) {
      files.add(Meeting.capture(meeting, vantage.tap()));
    }
    for (Side side : Side.values()) {
      files.add(Meeting.calls(meeting, ProgramAgent.name(side)));
    }
    return files;
  }

  /**
   * The run as it looks now; null where nothing has come since the last time.
   *
   * @throws IOException if the folder cannot be read
   */
  synchronized @Nullable Timeline timeline() throws IOException {
    long now = 0;
    for (Path file : files()) {
      now += isOfThisRun(file) ? Files.size(file) : 0;
    }
    if (now == sizes) {
      return null;
    }
    sizes = now;
    var views = new ArrayList<Timeline>();
    for (Vantage vantage : Vantage.values()) {
      Timeline view = view(vantage);
      if (view != null) {
        views.add(view);
      }
    }
    return views.isEmpty() ? null : TimelineMerger.merge(views, calls(), List.of());
  }

  private @Nullable Timeline view(Vantage vantage) throws IOException {
    Path file = Meeting.capture(meeting, vantage.tap());
    if (!isOfThisRun(file) || Files.size(file) < HEADER) {
      return null;
    }
    var capture =
        new Capture(
            vantage.id(),
            Capture.Source.LIVE,
            file.getFileName().toString(),
            Capture.Vantage.valueOf(vantage.name()),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return CaptureFiles.read(file, capture, EventOptions.DEFAULT);
  }

  private List<CallEvent> calls() throws IOException {
    var calls = new ArrayList<CallEvent>();
    for (Side side : Side.values()) {
      Path file = Meeting.calls(meeting, ProgramAgent.name(side));
      try {
        if (isOfThisRun(file)) {
          calls.addAll(Timelines.readCalls(file));
        }
      } catch (IOException e) {
        // its last line is half written: the next look has it
      }
    }
    return calls;
  }

  private boolean isOfThisRun(Path file) throws IOException {
    FileTime modified = modified(file);
    return modified != null && !modified.equals(former.get(file));
  }

  private static @Nullable FileTime modified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
