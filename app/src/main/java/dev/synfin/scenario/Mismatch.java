package dev.synfin.scenario;

/** A step that did not go as the scenario has it. */
final class Mismatch extends Exception {
  private static final long serialVersionUID = 1;

  private final String sentence;

  /**
   * One at a line of the scenario file.
   *
   * @param what what was expected and what came
   */
  Mismatch(int line, String what) {
    super(what);
    this.sentence = "line " + line + ": " + what;
  }

  /** The line, what was expected, and what came. */
  String sentence() {
    return sentence;
  }
}
