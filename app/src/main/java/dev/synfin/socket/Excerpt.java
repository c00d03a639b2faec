package dev.synfin.socket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The first octets of a payload as text that shows every octet, printable or not. */
final class Excerpt {
  private static final int LIMIT = 64;

  private Excerpt() {}

  /** UTF-8 where it is, with {@code \n}, {@code \\}, {@code \x00} for the rest. */
  static String of(byte[] octets) {
    var in = ByteBuffer.wrap(octets, 0, Math.min(octets.length, LIMIT));
    var text = new StringBuilder();
    while (in.hasRemaining()) {
      appendNext(in, text);
    }
    return octets.length > LIMIT ? text.append('…').toString() : text.toString();
  }

  private static void appendNext(ByteBuffer in, StringBuilder text) {
    var start = in.position();
    var character = CharBuffer.allocate(2);
    StandardCharsets.UTF_8.newDecoder().decode(in, character.limit(1), true);
    if (in.position() == start) { // none, or one of two chars
      StandardCharsets.UTF_8.newDecoder().decode(in, character.limit(2), true);
    }
    character.flip();
    if (character.isEmpty()) {
      in.position(start + 1);
      text.append(octet(in.get(start)));
    } else {
      text.append(escaped(character.toString()));
    }
  }

  private static String escaped(String character) {
    return switch (character) {
      case "\n" -> "\\n";
      case "\r" -> "\\r";
      case "\t" -> "\\t";
      case "\\" -> "\\\\";
      default -> Character.isISOControl(character.charAt(0)) ? code(character) : character;
    };
  }

  private static String code(String character) {
    var text = new StringBuilder();
    for (var octet : character.getBytes(StandardCharsets.UTF_8)) {
      text.append(octet(octet));
    }
    return text.toString();
  }

  private static String octet(byte octet) {
    return String.format(Locale.ROOT, "\\x%02x", octet);
  }
}
