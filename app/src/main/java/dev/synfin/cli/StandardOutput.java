package dev.synfin.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Whether everything that a command printed has reached its standard output. */
final class StandardOutput {
  /** What a shell sees of a program that wrote into a pipe which its reader has closed. */
  static final int READER_GONE = 141;

  private static final String BROKEN_PIPE = "Broken pipe";

  private StandardOutput() {}

  /** The exit code: the command's own where all of it was printed. */
  static int checked(int code) {
    return System.out.checkError() ? error().map(StandardOutput::told).orElse(code) : code;
  }

  /** The reader of a pipe, such as {@code head}, has closed it: it wants no more. */
  static boolean readerIsGone(IOException e) {
    return BROKEN_PIPE.equals(e.getMessage());
  }

  private static int told(IOException error) {
    if (readerIsGone(error)) {
      return READER_GONE;
    }
    System.err.println(
        "synfin: Standard output cannot be written, what was printed is not whole: "
            + error.getMessage()
            + ".");
    return 1;
  }

  /** A {@link java.io.PrintStream} keeps the reason to itself: another write shows it. */
  private static Optional<IOException> error() {
    var out = new FileOutputStream(FileDescriptor.out);
    try {
      out.write('\n');
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
