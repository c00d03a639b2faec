package dev.synfin.lab;

import org.assertj.core.api.AbstractAssert;

/** Makes AssertJ's errors, with what the test called its subject. */
final class Failures {
  private Failures() {}

  static AssertionError error(AbstractAssert<?, ?> subject, String text) {
    String description = subject.descriptionText();
    return new AssertionError(
        description == null || description.isEmpty() ? text : "[" + description + "] " + text);
  }
}
