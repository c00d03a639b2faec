package dev.synfin.echo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Octets cut and joined. */
final class Pieces {
  private Pieces() {}

  /** The message in pieces of at most {@code limit} octets; no UTF-8 character is cut in two. */
  static List<byte[]> of(byte[] message, int limit) {
    var pieces = new ArrayList<byte[]>();
    for (var start = 0; start < message.length; ) {
      var end = end(message, start, Math.min(start + limit, message.length));
      pieces.add(Arrays.copyOfRange(message, start, end));
      start = end;
    }
    return pieces;
  }

  static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** The last place not after {@code end} where a character begins; {@code end} if none is near. */
  private static int end(byte[] message, int start, int end) {
    for (var at = end; at > Math.max(start, end - 4); at--) {
      if (at == message.length || (message[at] & 0xC0) != 0x80) {
        return at;
      }
    }
    return end;
  }
}
