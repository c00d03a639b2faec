package dev.synfin.echo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The server's answer was not the piece with the suffix; the message has both texts. */
public final class WrongAnswerException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param after what came after the answer, such as {@code , and then the end of file}; or nothing
   */
  WrongAnswerException(byte[] expected, byte[] came, String after) {
    super(
        "The answer differs: expected «"
            + text(expected)
            + "», but "
            + (came.length == 0 ? "nothing" : "«" + text(came) + "»")
            + " came"
            + after
            + ".");
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8)
        .codePoints()
        .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
        .collect(Collectors.joining());
  }
}
