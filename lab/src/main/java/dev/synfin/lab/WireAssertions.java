package dev.synfin.lab;

import dev.synfin.timeline.Timeline;
import org.assertj.core.api.Assertions;

/**
 * Where assertions about wires begin, beside AssertJ's own:
 *
 * <pre>{@code
 * assertThat(tap.timeline()).isComplete().hasConnections(1);
 * }</pre>
 */
public final class WireAssertions extends Assertions {
  private WireAssertions() {}

  /** About what happened on a wire. */
  public static TimelineAssert assertThat(Timeline actual) {
    return new TimelineAssert(actual);
  }

  /** About everything that has happened on a wire up to now. */
  public static TimelineAssert assertThat(Wire actual) {
    return new TimelineAssert(actual.timeline());
  }
}
