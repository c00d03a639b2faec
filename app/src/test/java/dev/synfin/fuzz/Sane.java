package dev.synfin.fuzz;

/** What must hold whatever the input. */
final class Sane {
  private Sane() {}

  static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
