package dev.synfin.parity;

import java.io.IOException;
import java.nio.file.Path;

/** What synfin says of captures, held against what something else says of them. */
interface Comparison {
  /** The head of the table of disagreements. */
  String title();

  /** Compares one capture, and prints a row for each disagreement. */
  void compare(Path capture, Reading mine) throws IOException;

  /** How much agreed over all captures. */
  String result();

  static void row(Path capture, String where, String what) {
    System.out.printf("| %s | %s | %s |%n", capture.getFileName(), where, what);
  }

  static String share(String what, long agree, long of) {
    double percent = of == 0 ? 100.0 : 100.0 * agree / of;
    return "  %d of %d %s (%.2f %%)%n".formatted(agree, of, what, percent);
  }
}
