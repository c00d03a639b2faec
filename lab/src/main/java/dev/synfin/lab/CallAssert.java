package dev.synfin.lab;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about a socket call. */
public final class CallAssert extends AbstractAssert<CallAssert, CallEvent> {
  private final Timeline timeline;

  CallAssert(CallEvent actual, Timeline timeline) {
    super(actual, CallAssert.class);
    this.timeline = timeline;
  }

  /** It gave this, such as a number of octets. */
  public CallAssert returned(Object result) {
    if (!String.valueOf(actual.result()).equals(result.toString())) {
      throw failed("to return " + result, was());
    }
    return this;
  }

  /** It failed with the error of this name, such as {@code ECONNREFUSED}. */
  public CallAssert failedWith(String error) {
    if (!error.equals(actual.error())) {
      throw failed("to fail with " + error, was());
    }
    return this;
  }

  /** It succeeded. */
  public CallAssert succeeded() {
    if (actual.error() != null) {
      throw failed("to succeed", was());
    }
    return this;
  }

  private String was() {
    return actual.error() == null
        ? "it returned " + Objects.requireNonNullElse(actual.result(), "nothing")
        : "it failed with " + actual.error();
  }

  private AssertionError failed(String expected, String but) {
    String sentence =
        "Expected "
            + actual.call()
            + " of the "
            + Words.side(actual.side())
            + " "
            + expected
            + ", but "
            + but
            + ".";
    return Failures.error(
        this,
        timeline.connections().stream()
            .filter(connection -> connection.calls().contains(actual))
            .findFirst()
            .map(c -> Failure.of(timeline, c, sentence, before(c), "expected " + expected))
            .orElseGet(() -> Failure.of(timeline, sentence)));
  }

  /** The last segment before the call, or null without one. */
  private @Nullable Long before(Connection connection) {
    Long called = actual.tNs();
    return connection.segments().stream()
        .filter(segment -> called != null && segment.tNs() <= called)
        .reduce((earlier, later) -> later)
        .map(SegmentEvent::frame)
        .orElse(null);
  }
}
