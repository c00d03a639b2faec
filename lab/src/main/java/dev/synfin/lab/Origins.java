package dev.synfin.lab;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** Where timelines came from, so that one that fails a test can be kept with its captures. */
final class Origins {
  private static final Map<List<Capture>, Origin> ORIGINS =
      Collections.synchronizedMap(new WeakHashMap<>());
  private static final ThreadLocal<Boolean> QUIET = ThreadLocal.withInitial(() -> false);

  private Origins() {}

  /** Something that can be kept. */
  interface Origin {
    /** Writes the captures, the timeline and the ladder into a folder. */
    void keep(Timeline timeline, Path folder) throws IOException;
  }

  /** Remembers where this timeline, and whatever is derived from it, came from. */
  static Timeline note(Timeline timeline, Origin origin) {
    ORIGINS.put(timeline.captures(), origin);
    return timeline;
  }

  /**
   * Where it came from; empty for one that was read from a file, or while nothing is to be kept.
   */
  static Optional<Origin> of(Timeline timeline) {
    return QUIET.get() ? Optional.empty() : Optional.ofNullable(ORIGINS.get(timeline.captures()));
  }

  /** Runs assertions whose failure is no failure of a test yet. */
  static void quietly(Runnable assertions) {
    boolean before = QUIET.get();
    QUIET.set(true);
    try {
      assertions.run();
    } finally {
      QUIET.set(before);
    }
  }
}
