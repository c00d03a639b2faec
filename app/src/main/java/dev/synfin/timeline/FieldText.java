package dev.synfin.timeline;

/** What stands in a line for a field that holds a number or null. */
final class FieldText {
  private final Word known;
  private final Word unknown;

  /** {@code name} is not the first of its object. */
  FieldText(String name) {
    known = Word.of(",\"" + name + "\":");
    unknown = Word.of(",\"" + name + "\":null");
  }

  void write(LineBuffer line, long value) {
    line.word(known).number(value);
  }

  void writeIf(boolean isKnown, LineBuffer line, long value) {
    if (isKnown) {
      line.word(known).number(value);
    } else {
      line.word(unknown);
    }
  }

  /** Null below the least value that means something. */
  void writeAtLeast(long least, LineBuffer line, long value) {
    writeIf(value >= least, line, value);
  }
}
