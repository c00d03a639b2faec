package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The experiment that was run, and its verdict.
 *
 * @param stage where it ran: {@code loopback}, {@code compose}, {@code testcontainers}
 * @param variant null where the scenario has none
 * @param reason why it was skipped or could not be judged, else null
 */
public record ScenarioResult(
    String name,
    @Nullable String title,
    @Nullable String stage,
    @Nullable String variant,
    Result result,
    @Nullable String reason,
    List<Expectation> expectations) {

  public ScenarioResult {
    Objects.requireNonNull(name, "scenario.name");
    Objects.requireNonNull(result, "scenario.result");
    expectations = Copies.list(expectations);
  }

  /**
   * {@code ERROR}: it could not be judged, as a capture has gaps, no connection is there of which
   * something was expected, or a fault hit nothing.
   */
  public enum Result {
    PASSED,
    FAILED,
    SKIPPED,
    ERROR
  }

  /**
   * One thing that had to be true.
   *
   * @param expected in the scenario's own words, such as {@code conn_state: SF}
   * @param seen what was there, or null where there was nothing
   * @param line in the scenario file, or null
   * @param connection index, among those of the document, of the one that this is about; null where
   *     it is about all of them or none
   */
  public record Expectation(
      String expected,
      @Nullable String seen,
      boolean ok,
      @Nullable Integer line,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer connection) {
    public Expectation {
      Objects.requireNonNull(expected, "expected");
    }

    /** One that is about no single connection. */
    public Expectation(String expected, @Nullable String seen, boolean ok, @Nullable Integer line) {
      this(expected, seen, ok, line, null);
    }
  }
}
