package dev.synfin.timeline;

import java.util.HexFormat;

/**
 * The first octets of a payload as characters: text, or hexadecimal. One object, filled again for
 * the next payload.
 */
final class PayloadExcerpt {
  private static final HexFormat HEX = HexFormat.of();
  private static final int BAD = -1;

  private final int limit;
  char[] chars = new char[0];
  int length;
  boolean text;
  boolean truncated;

  /** Keeps at most {@code limit} octets of each payload. */
  PayloadExcerpt(int limit) {
    this.limit = limit;
  }

  /**
   * Reads a payload's beginning.
   *
   * @param captured octets that are there
   * @param wireLength octets that the payload had on the wire
   * @return false where there is nothing to show
   */
  boolean read(byte[] octets, int offset, int captured, int wireLength) {
    var taken = Math.min(captured, limit);
    if (taken <= 0) {
      return false;
    }
    truncated = taken < wireLength;
    if (chars.length < 2 * taken) {
      chars = new char[2 * taken];
    }
    text = readText(octets, offset, offset + taken);
    if (!text) {
      readHex(octets, offset, taken);
    }
    return true;
  }

  Payload toPayload() {
    var shown = new String(chars, 0, length);
    return new Payload(text ? shown : null, text ? null : shown, truncated ? true : null);
  }

  private boolean readText(byte[] octets, int from, int to) {
    length = 0;
    var at = from;
    while (at < to) {
      var size = sizeOf(octets[at]);
      if (size == BAD || (at + size > to && !truncated)) {
        return false;
      }
      if (at + size > to) {
        return startsWell(octets, at, to); // cut by the limit: ends at the last whole character
      }
      var point = codePoint(octets, at, size);
      if (!isPlain(point)) {
        return false;
      }
      length += Character.toChars(point, chars, length);
      at += size;
    }
    return true;
  }

  private void readHex(byte[] octets, int offset, int count) {
    for (var i = 0; i < count; i++) {
      chars[2 * i] = HEX.toHighHexDigit(octets[offset + i]);
      chars[2 * i + 1] = HEX.toLowHexDigit(octets[offset + i]);
    }
    length = 2 * count;
  }

  /** Length of the character that begins with this octet (RFC 3629, 3). */
  private static int sizeOf(byte first) {
    var octet = first & 0xFF;
    if (octet < 0x80) {
      return 1;
    }
    if (octet < 0xC2 || octet > 0xF4) {
      return BAD;
    }
    return octet < 0xE0 ? 2 : octet < 0xF0 ? 3 : 4;
  }

  private static boolean startsWell(byte[] octets, int at, int to) {
    for (var i = at + 1; i < to; i++) {
      if ((octets[i] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int codePoint(byte[] octets, int at, int size) {
    if (size == 1) {
      return octets[at];
    }
    var point = octets[at] & (0x7F >> size);
    for (var i = 1; i < size; i++) {
      if ((octets[at + i] & 0xC0) != 0x80) {
        return BAD;
      }
      point = (point << 6) | (octets[at + i] & 0x3F);
    }
    var shortest = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
    return point < shortest || !Character.isValidCodePoint(point) ? BAD : point;
  }

  /** No control character (C0, DEL, C1) other than tab, CR and LF, and no half of a surrogate. */
  private static boolean isPlain(int point) {
    if (point < 0x20) {
      return point == '\t' || point == '\r' || point == '\n';
    }
    return (point < 0x7F || point > 0x9F) && (point < 0xD800 || point > 0xDFFF);
  }
}
