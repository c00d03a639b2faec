package dev.synfin.lab;

import dev.synfin.render.Ladders;
import dev.synfin.render.RenderOptions;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a failed assertion says: a sentence, the ladder, and where the capture is. */
final class Failure {
  private Failure() {}

  /** About a whole timeline. */
  static String of(Timeline timeline, String sentence) {
    return sentence + "\n\n" + Ladders.render(timeline, RenderOptions.DEFAULT) + kept(timeline);
  }

  /**
   * About one connection.
   *
   * @param frame below which the remark stands, or null for its end
   */
  static String of(
      Timeline timeline,
      Connection connection,
      String sentence,
      @Nullable Long frame,
      String remark) {
    return sentence
        + "\n\n"
        + Ladders.render(timeline, connection, RenderOptions.DEFAULT, frame, remark)
        + kept(timeline);
  }

  private static String kept(Timeline timeline) {
    return Origins.of(timeline).map(origin -> kept(timeline, origin)).orElse("");
  }

  private static String kept(Timeline timeline, Origins.Origin origin) {
    Path folder = KeptFolders.next();
    try {
      origin.keep(timeline, folder);
      return "\nThe capture, the timeline, the ladder and the report: " + folder.toAbsolutePath();
    } catch (IOException | RuntimeException e) {
      return "\nThe capture could not be kept in "
          + folder.toAbsolutePath()
          + ": "
          + e.getMessage();
    }
  }

  /**
   * Why nothing can be said of what did not happen: null where it can, as everything is proven to
   * be here and something is.
   */
  static @Nullable String unproven(Timeline timeline) {
    if (!Boolean.TRUE.equals(timeline.complete())) {
      return "the capture is not proven complete (" + reason(timeline) + ")";
    }
    boolean empty =
        timeline.captures().stream()
            .map(Capture::frames)
            .anyMatch(frames -> frames != null && frames.captured() == 0);
    return !empty
        ? null
        : timeline.captures().size() == 1
            ? "the capture saw nothing at all"
            : "one of the captures saw nothing at all";
  }

  /** Why a timeline is not complete. */
  static String reason(Timeline timeline) {
    List<String> reasons =
        timeline.captures().stream().map(Capture::reason).filter(Objects::nonNull).toList();
    if (!reasons.isEmpty()) {
      return String.join("; ", reasons);
    }
    return timeline.captures().stream().allMatch(c -> c.source() == Capture.Source.FILE)
        ? "a capture file proves nothing"
        : "it still went on";
  }
}
