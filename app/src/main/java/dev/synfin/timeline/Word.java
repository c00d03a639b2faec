package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A short constant of a line, of at most {@link #MOST} octets, as three numbers in the machine's
 * own byte order: three stores are several times as fast as the copy of an array.
 *
 * @param width how many of the octets count
 */
record Word(long first, long second, long third, int width) {
  static final int MOST = 24;

  /** Of ASCII characters. */
  static Word of(String text) {
    var octets = ascii(text);
    if (octets.length > MOST) {
      throw new IllegalArgumentException("longer than " + MOST + " octets: " + text);
    }
    var padded = ByteBuffer.allocate(MOST).order(ByteOrder.nativeOrder()).put(0, octets);
    return new Word(padded.getLong(0), padded.getLong(8), padded.getLong(16), octets.length);
  }
}
