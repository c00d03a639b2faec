package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import java.util.Arrays;

/**
 * What stands in a line for each constant of an enumeration: an introduction and its quoted name.
 *
 * @param <E> whose constants
 */
final class EnumText<E extends Enum<E>> {
  private final byte[][] texts;

  EnumText(String before, Class<E> type) {
    texts =
        Arrays.stream(type.getEnumConstants())
            .map(c -> ascii(before + '"' + Json.nameOf(c) + '"'))
            .toArray(byte[][]::new);
  }

  @SuppressWarnings("EnumOrdinal") // made from the same constants in the same order
  byte[] of(E constant) {
    return texts[constant.ordinal()];
  }
}
