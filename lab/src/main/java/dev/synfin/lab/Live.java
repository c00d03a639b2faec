package dev.synfin.lab;

import dev.synfin.render.Ladders;
import dev.synfin.render.RenderOptions;
import dev.synfin.timeline.Timeline;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what happens on a wire, without sleeping: it looks again whenever a frame has come.
 *
 * <p>Each look is at everything that was sent before it; the capture goes on.
 */
public final class Live {
  private static final Duration USUAL = Duration.ofSeconds(10);

  private final Source source;
  private final Duration patience;

  /** What is looked at. */
  interface Source {
    /** Everything so far. */
    Timeline soFar();

    /** So many frames have come. */
    long frames();

    /** Returns when there are more frames than that, when no more will come, or at the latest. */
    void awaitMore(long than, Duration atMost);

    /** Whether no more frames will come. */
    boolean hasEnded();
  }

  Live(Source source) {
    this(source, USUAL);
  }

  private Live(Source source, Duration patience) {
    this.source = source;
    this.patience = patience;
  }

  /** The same with another limit; without one it is ten seconds. */
  public Live within(Duration limit) {
    return new Live(source, limit);
  }

  /**
   * Waits until the timeline so far meets a condition.
   *
   * @return that timeline
   * @throws AssertionError if it does not in time, with the ladder of what came
   */
  public Timeline until(Predicate<Timeline> condition) {
    return waitFor(timeline -> {
      if (!condition.test(timeline)) {
        throw new AssertionError("The condition was not met");
      }
    });
  }

  /**
   * Waits until the timeline so far passes assertions.
   *
   * @return that timeline
   * @throws AssertionError what the assertions said last, if they do not pass in time
   */
  public Timeline untilAsserted(Consumer<Timeline> assertions) {
    return waitFor(assertions);
  }

  private Timeline waitFor(Consumer<Timeline> assertions) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long frames = source.frames();
      boolean last = source.hasEnded();
      Timeline timeline = source.soFar();
      AssertionError failure = failure(assertions, timeline);
      if (failure == null) {
        return timeline;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0 || last) {
        throw late(failure, timeline, last);
      }
      source.awaitMore(frames, Duration.ofNanos(left));
    }
  }

  private static @Nullable AssertionError failure(
      Consumer<Timeline> assertions, Timeline timeline) {
    try {
      Origins.quietly(() -> assertions.accept(timeline));
      return null;
    } catch (AssertionError e) {
      return e;
    }
  }

  private AssertionError late(AssertionError failure, Timeline timeline, boolean ended) {
    String said = Objects.requireNonNullElse(failure.getMessage(), "The condition was not met");
    String when =
        ended
            ? " before the capture ended."
            : " within " + patience.toMillis() + " ms of watching.";
    String ladder =
        said.contains("\n") ? "" : "\n\n" + Ladders.render(timeline, RenderOptions.DEFAULT);
    int firstLine = (said + "\n").indexOf('\n');
    String sentence = said.substring(0, firstLine).replaceFirst("\\.?$", "") + when;
    return new AssertionError(sentence + said.substring(firstLine) + ladder, failure);
  }
}
