package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a line for each constant of an enumeration: an introduction and its quoted name.
 *
 * @param <E> whose constants
 */
final class EnumText<E extends Enum<E>> {
  private final byte[][] texts;

  EnumText(String before, Class<E> type) {
    texts =
        Stream.concat(
                Stream.of("null"),
                Arrays.stream(type.getEnumConstants()).map(c -> '"' + Names.of(c) + '"'))
            .map(name -> ascii(before + name))
            .toArray(byte[][]::new);
  }

  /** The text of one, or of null. */
  @SuppressWarnings("EnumOrdinal") // made from the same constants in the same order
  byte[] of(@Nullable E constant) {
    return texts[constant == null ? 0 : constant.ordinal() + 1];
  }
}
