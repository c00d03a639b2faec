package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import dev.synfin.wire.IpPacket;

/** Writes the beginning of a payload as the document has it. */
final class PayloadText {
  private static final byte[] NONE = ascii(",\"payload\":null");
  private static final byte[] TEXT = ascii(",\"payload\":{\"text\":\"");
  private static final byte[] HEX = ascii(",\"payload\":{\"hex\":\"");
  private static final byte[] TRUNCATED = ascii(",\"truncated\":true");

  private final LineBuffer line;
  private final PayloadExcerpt excerpt;

  PayloadText(LineBuffer line, int limit) {
    this.line = line;
    this.excerpt = new PayloadExcerpt(limit);
  }

  void write(IpPacket packet) {
    if (!excerpt.read(
        packet.octets(),
        packet.payloadOffset(),
        packet.payloadCaptured(),
        packet.payloadLength())) {
      line.text(NONE);
      return;
    }
    line.text(excerpt.text ? TEXT : HEX);
    line.escaped(excerpt.chars, excerpt.length).character('"');
    if (excerpt.truncated) {
      line.text(TRUNCATED);
    }
    line.character('}');
  }
}
