package dev.synfin.diagnose;

import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kind of finding: what is the same in each of its findings. */
record Draft(String id, Severity severity, String title, String next, String reference) {
  /** A finding names so many frames at most. */
  static final int MOST_EVIDENCE = 12;

  Finding with(String explanation, List<Long> frames) {
    var evidence = frames.stream().distinct().sorted().limit(MOST_EVIDENCE).toList();
    return new Finding(id, severity, title, explanation, evidence, reference, next);
  }

  Finding with(String explanation, @Nullable Long... frames) {
    return with(explanation, Stream.of(frames).filter(Objects::nonNull).toList());
  }

  /** The same with another advice. */
  Draft next(String other) {
    return new Draft(id, severity, title, other, reference);
  }

  Draft as(Severity other) {
    return new Draft(id, other, title, next, reference);
  }
}
