package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something worth a person's attention.
 *
 * @param id stable kebab-case, such as {@code time-wait-pile-up}
 * @param evidence frame numbers
 * @param reference where to read on, or null
 * @param next what to look at next, or null
 */
public record Finding(
    String id,
    Severity severity,
    String title,
    String explanation,
    List<Long> evidence,
    @Nullable String reference,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

  public Finding {
    Objects.requireNonNull(id, "finding.id");
    Objects.requireNonNull(severity, "finding.severity");
    Objects.requireNonNull(title, "finding.title");
    Objects.requireNonNull(explanation, "finding.explanation");
    evidence = Copies.list(evidence);
  }

  /** How much it matters. */
  public enum Severity {
    INFO,
    WARNING,
    PROBLEM
  }
}
