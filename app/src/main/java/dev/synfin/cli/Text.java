package dev.synfin.cli;

import dev.synfin.render.RenderOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How text is drawn for whoever reads it: colour only on a terminal, as wide as that is. */
final class Text {
  private static final int USUAL_WIDTH = 80;

  private Text() {}

  /** For the standard output of this process. */
  static RenderOptions forThisTerminal() {
    return RenderOptions.DEFAULT
        .withColour(colour())
        .withColumns(width())
        .withAscii(!System.out.charset().equals(StandardCharsets.UTF_8));
  }

  /** For a file: no colour, 80 columns. */
  static RenderOptions forAFile() {
    return RenderOptions.DEFAULT;
  }

  /** {@code SYNFIN_COLOR} decides, then {@code NO_COLOR}, then whether this is a terminal. */
  private static boolean colour() {
    String wish = System.getenv("SYNFIN_COLOR");
    if (wish != null && !wish.isEmpty() && !wish.equals("auto")) {
      return wish.equals("always");
    }
    String no = System.getenv("NO_COLOR");
    return (no == null || no.isEmpty()) && outputIsATerminal();
  }

  /** Java tells of input and output only together; Linux names what descriptor 1 is. */
  private static boolean outputIsATerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}")
        ? Integer.parseInt(columns)
        : USUAL_WIDTH;
  }
}
