package dev.synfin.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A packet's comment as an option of its block (draft-ietf-opsawg-pcapng, 3.5). */
final class PacketComment {
  private static final int OPT_COMMENT = 1;
  private static final int HEADER = 4;

  /** An option's length has 16 bits; people read less. */
  private static final int LONGEST = 4000;

  private PacketComment() {}

  /** The option with its padding, without an end of options behind it. */
  static byte[] option(String text, ByteOrder order) {
    byte[] octets = cut(text).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER + padded(octets.length))
        .order(order)
        .putShort((short) OPT_COMMENT)
        .putShort((short) octets.length)
        .put(octets)
        .array();
  }

  /** A surrogate pair is not cut apart. */
  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end);
  }

  /** Blocks, options and packets end at multiples of 32 bits. */
  static int padded(int length) {
    return (length + 3) & ~3;
  }
}
