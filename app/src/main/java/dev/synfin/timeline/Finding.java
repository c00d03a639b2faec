package dev.synfin.timeline;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something worth a person's attention.
 *
 * @param id stable kebab-case, such as {@code time-wait-pile-up}
 * @param evidence frame numbers
 * @param reference where to read on, or null
 */
public record Finding(
    String id,
    Severity severity,
    String title,
    String explanation,
    List<Long> evidence,
    @Nullable String reference) {

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
