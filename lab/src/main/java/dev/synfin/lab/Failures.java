package dev.synfin.lab;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.description.TextDescription;

/** Makes AssertJ's errors, with what the test called its subject. */
final class Failures {
  private Failures() {}

  /** The same name for what is looked at within something, unless it has one of its own. */
  static <A extends AbstractAssert<A, ?>> A named(A within, AbstractAssert<?, ?> outer) {
    String description = outer.descriptionText();
    return description == null || description.isEmpty()
        ? within
        : within.as(new TextDescription("%s", description));
  }

  static AssertionError error(AbstractAssert<?, ?> subject, String text) {
    String description = subject.descriptionText();
    return new AssertionError(
        description == null || description.isEmpty() ? text : "[" + description + "] " + text);
  }
}
