package dev.synfin.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The comments that a pcapng file's packets have, read by the format's rules alone. */
final class Comments {
  private Comments() {}

  /** Each as {@code 3: text}, where 3 is the packet's number. */
  static List<String> of(byte[] pcapng) {
    var comments = new ArrayList<String>();
    var in = ByteBuffer.wrap(pcapng);
    int packets = 0;
    while (in.hasRemaining()) {
      int start = in.position();
      if (in.getInt(start) == 0x0A0D0D0A) {
        in.order(ByteOrder.BIG_ENDIAN);
        in.order(
            in.getInt(start + 8) == 0x1A2B3C4D ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      }
      int type = in.getInt(start);
      int length = in.getInt(start + 4);
      if (type == 6 || type == 3 || type == 2) {
        packets++;
      }
      if (type == 6 || type == 2) {
        int captured = in.getInt(start + 20);
        options(in, start + 28 + (captured + 3) / 4 * 4, start + length - 4, packets, comments);
      }
      in.position(start + length);
    }
    return comments;
  }

  private static void options(ByteBuffer in, int from, int end, int packet, List<String> comments) {
    int at = from;
    while (at + 4 <= end) {
      int code = in.getShort(at);
      int size = in.getShort(at + 2) & 0xFFFF;
      if (code == 0) {
        return;
      }
      if (code == 1) {
        var text = new byte[size];
        in.get(at + 4, text);
        comments.add(packet + ": " + new String(text, UTF_8));
      }
      at += 4 + (size + 3) / 4 * 4;
    }
  }
}
