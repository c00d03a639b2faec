package dev.synfin.timeline;

import dev.synfin.address.IpAddresses;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Text on its way to a stream, as octets in one large buffer, so that a number or a word of a line
 * is neither an object nor a call of the stream. Characters are ASCII unless a method says so.
 *
 * <p>Throws {@link UncheckedIOException} where the stream fails.
 */
final class LineBuffer {
  /** Of one piece that is handed on: to wake who takes it must cost less than to fill it. */
  static final int SIZE = 1 << 18;

  /** Room that is there after {@link #ensure}: more than any single number or fixed word needs. */
  private static final int ROOM = 2048;

  private static final VarHandle I64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EIGHT_DIGITS = 100_000_000;
  private static final long ZEROS = 0x3030_3030_3030_3030L;

  private final Drain drain;
  private byte[] buffer = new byte[SIZE];
  private int length;

  LineBuffer(OutputStream out) {
    this(new ToStream(out));
  }

  LineBuffer(Drain drain) {
    this.drain = drain;
  }

  /** Where whole lines go when there are enough of them. */
  interface Drain {
    /** Takes so many octets, and gives an array to go on with, which can be the same. */
    byte[] take(byte[] octets, int length) throws IOException;

    /** The same, and hands all that was taken so far to the stream. */
    byte[] takeLast(byte[] octets, int length) throws IOException;
  }

  private record ToStream(OutputStream out) implements Drain {
    @Override
    public byte[] take(byte[] octets, int length) throws IOException {
      out.write(octets, 0, length);
      return octets;
    }

    @Override
    public byte[] takeLast(byte[] octets, int length) throws IOException {
      out.write(octets, 0, length);
      out.flush();
      return octets;
    }
  }

  /** The octets of a constant, to be made once. */
  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Where the next character will stand; meaningful until the next {@link #endLine}. */
  int mark() {
    return length;
  }

  /** A copy of what was written since a mark. */
  byte[] since(int mark) {
    return java.util.Arrays.copyOfRange(buffer, mark, length);
  }

  LineBuffer word(Word word) {
    ensure(Word.MOST);
    I64.set(buffer, length, word.first());
    I64.set(buffer, length + 8, word.second());
    I64.set(buffer, length + 16, word.third());
    length += word.width();
    return this;
  }

  LineBuffer text(byte[] constant) {
    ensure(constant.length);
    System.arraycopy(constant, 0, buffer, length, constant.length);
    length += constant.length;
    return this;
  }

  @SuppressWarnings("deprecation") // the only way that makes no array
  LineBuffer text(String ascii) {
    ensure(ascii.length());
    ascii.getBytes(0, ascii.length(), buffer, length);
    length += ascii.length();
    return this;
  }

  LineBuffer character(char ascii) {
    ensure(1);
    buffer[length++] = (byte) ascii;
    return this;
  }

  /** In decimal. */
  LineBuffer number(long value) {
    ensure(28); // 20 digits, of which the last eight are written at once
    if (value >= 0 && value < 10) {
      buffer[length++] = (byte) ('0' + value);
    } else if (value >= 0) {
      digits(value);
    } else if (value == Long.MIN_VALUE) {
      text("-9223372036854775808");
    } else {
      buffer[length++] = '-';
      digits(-value);
    }
    return this;
  }

  /** Of a number that is not 0. */
  private void digits(long value) {
    if (value < EIGHT_DIGITS) {
      var digits = spread((int) value);
      var missing = Long.numberOfTrailingZeros(digits) & ~7;
      LITTLE.set(buffer, length, (digits | ZEROS) >>> missing);
      length += 8 - missing / 8;
    } else {
      var higher = value / EIGHT_DIGITS;
      digits(higher);
      LITTLE.set(buffer, length, spread((int) (value - EIGHT_DIGITS * higher)) | ZEROS);
      length += 8;
    }
  }

  /**
   * Eight digits, an octet each, the first in the lowest: all divisions by 100, then all by 10, in
   * one multiplication each (SIMD within a register).
   */
  private static long spread(int value) {
    var higher = value / 10_000;
    var fours = higher | ((value - 10_000L * higher) << 32);
    var hundreds = ((fours * 10_486) >>> 20) & 0x7F_0000_007FL; // 10,486 / 2^20 is nearly 1 / 100
    var twos = hundreds | ((fours - 100 * hundreds) << 16);
    var tens = ((twos * 103) >>> 10) & 0xF_000F_000F_000FL; // 103 / 2^10 is nearly 1 / 10
    return tens | ((twos - 10 * tens) << 8);
  }

  /** An address as text, without an object for IPv4. */
  LineBuffer address(int version, long high, long low) {
    if (version != 4) {
      return text(IpAddresses.text(version, high, low));
    }
    number((low >>> 24) & 0xFF).character('.').number((low >>> 16) & 0xFF).character('.');
    return number((low >>> 8) & 0xFF).character('.').number(low & 0xFF);
  }

  /** In decimal, with zeros before it up to so many digits, at most nine. */
  LineBuffer padded(int value, int digits) {
    ensure(1 + 8);
    var ninth = value / (int) EIGHT_DIGITS;
    if (digits == 9) {
      buffer[length++] = (byte) ('0' + ninth);
    }
    var eight = spread(value - (int) EIGHT_DIGITS * ninth) | ZEROS;
    var width = Math.min(digits, 8);
    LITTLE.set(buffer, length, eight >>> (8 * (8 - width)));
    length += width;
    return this;
  }

  /** Two hexadecimal digits. */
  LineBuffer hex(byte octet) {
    ensure(2);
    buffer[length++] = HEX[(octet >> 4) & 0xF];
    buffer[length++] = HEX[octet & 0xF];
    return this;
  }

  /**
   * The inside of a JSON string, in UTF-8, escaped as Jackson does (RFC 8259, 7). The only control
   * characters in it are tab, CR and LF.
   */
  LineBuffer escaped(char[] text, int count) {
    ensure(6 * count);
    for (var i = 0; i < count; i++) {
      var c = text[i];
      if (c >= 0x80) {
        i += multiple(text, i);
      } else if (c >= ' ' && c != '"' && c != '\\') {
        buffer[length++] = (byte) c;
      } else {
        escape(c);
      }
    }
    return this;
  }

  private void escape(char c) {
    buffer[length++] = '\\';
    buffer[length++] =
        switch (c) {
          case '\t' -> 't';
          case '\r' -> 'r';
          case '\n' -> 'n';
          default -> (byte) c;
        };
  }

  /** One character beyond ASCII (RFC 3629, 3); returns how many more of the text it took. */
  private int multiple(char[] text, int at) {
    var point = Character.codePointAt(text, at, text.length);
    if (point < 0x800) {
      buffer[length++] = (byte) (0xC0 | (point >> 6));
    } else if (point < 0x10000) {
      buffer[length++] = (byte) (0xE0 | (point >> 12));
      continuation(point >> 6);
    } else {
      buffer[length++] = (byte) (0xF0 | (point >> 18));
      continuation(point >> 12);
      continuation(point >> 6);
    }
    continuation(point);
    return Character.charCount(point) - 1;
  }

  private void continuation(int bits) {
    buffer[length++] = (byte) (0x80 | (bits & 0x3F));
  }

  /** Spaces until what began at a mark is so wide. */
  LineBuffer fill(int mark, int width) {
    var missing = mark + width - length;
    ensure(Math.max(0, missing));
    for (; missing > 0; missing--) {
      buffer[length++] = ' ';
    }
    return this;
  }

  /** Moves what began at a mark to the right, until it ends at this width. */
  LineBuffer alignRight(int mark, int width) {
    var written = length - mark;
    var missing = width - written;
    if (missing > 0) {
      ensure(missing);
      System.arraycopy(buffer, mark, buffer, mark + missing, written);
      java.util.Arrays.fill(buffer, mark, mark + missing, (byte) ' ');
      length += missing;
    }
    return this;
  }

  /** Makes room for the fixed part of a line. */
  void ensure() {
    ensure(ROOM);
  }

  /** Octets as they are. */
  LineBuffer octets(byte[] more, int from, int count) {
    ensure(count);
    System.arraycopy(more, from, buffer, length, count);
    length += count;
    return this;
  }

  /** Makes room, so that a line stays in one piece until it ends. */
  private void ensure(int count) {
    if (length + count > buffer.length) {
      buffer = java.util.Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + count));
    }
  }

  /** Ends a line; enough of them are handed on together. */
  void endLine() {
    character('\n');
    drainIfFull();
  }

  /** Whole lines as they are. */
  void lines(byte[] more, int from, int count) {
    octets(more, from, count);
    drainIfFull();
  }

  private void drainIfFull() {
    if (length > SIZE - ROOM) {
      drain();
    }
  }

  /** Hands on all that was written so far. */
  void drain() {
    try {
      buffer = drain.take(buffer, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      length = 0;
    }
  }

  /** Hands all that was written so far to the stream. */
  void flush() throws IOException {
    try {
      buffer = drain.takeLast(buffer, length);
    } finally {
      length = 0;
    }
  }
}
