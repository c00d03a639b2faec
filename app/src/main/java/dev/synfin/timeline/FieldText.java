package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

/** What stands in a line for a field that holds a number or null. */
final class FieldText {
  private final byte[] known;
  private final byte[] unknown;

  /** {@code name} is not the first of its object. */
  FieldText(String name) {
    known = ascii(",\"" + name + "\":");
    unknown = ascii(",\"" + name + "\":null");
  }

  void write(LineBuffer line, long value) {
    line.text(known).number(value);
  }

  void writeIf(boolean isKnown, LineBuffer line, long value) {
    if (isKnown) {
      line.text(known).number(value);
    } else {
      line.text(unknown);
    }
  }

  /** Null below the least value that means something. */
  void writeAtLeast(long least, LineBuffer line, long value) {
    writeIf(value >= least, line, value);
  }
}
