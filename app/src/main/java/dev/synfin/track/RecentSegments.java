package dev.synfin.track;

import dev.synfin.wire.TcpSegment;

/**
 * Recognises a frame that the capture holds twice, as one on a mirrored port or on several
 * interfaces at once does.
 *
 * <p>A fixed table of the last segments of all connections, looked up by their headers: a copy
 * follows its original closely.
 */
final class RecentSegments {
  private static final int PLACES = 1 << 10;

  // The times are chosen between those of copies and those of stacks in the captures compared with.

  /** No stack sends another packet with the same identification within this time. */
  private static final long SAME_IDENTIFICATION_NANOS = 10_000_000;

  /** No stack sends the same octets again within this time. */
  private static final long SAME_OCTETS_NANOS = 200_000;

  /** A SYN answered at once draws the same answer as the one before it. */
  private static final long SAME_SYN_NANOS = 5_000;

  private final long[] keys = new long[PLACES];
  private final long[] numbers = new long[PLACES];
  private final long[] times = new long[PLACES];
  private final long[] frames = new long[PLACES];

  /** The frame that this is a copy of, or 0; remembers the segment if it is none. */
  long originalOf(TcpSegment segment, long stream, Side from) {
    long key = key(segment, stream, from);
    long number = ((long) segment.seq() << 32) | (segment.ack() & 0xFFFF_FFFFL);
    int place = place(key, number);
    long age = segment.epochNanos() - times[place];
    if (keys[place] == key
        && numbers[place] == number
        && frames[place] != 0
        && frames[place] != segment.frameNumber() // taken once more
        && age >= 0
        && age <= limit(segment)) {
      return frames[place];
    }
    keys[place] = key;
    numbers[place] = number;
    times[place] = segment.epochNanos();
    frames[place] = segment.frameNumber();
    return 0;
  }

  /**
   * Linux sends SYN+ACKs and some acknowledgements without identification, and can send one of them
   * twice in a row in earnest.
   */
  private static long limit(TcpSegment segment) {
    if (segment.identification() > 0) {
      return SAME_IDENTIFICATION_NANOS;
    }
    if (segment.payloadLength() > 0) {
      return SAME_OCTETS_NANOS;
    }
    return segment.sequenceLength() > 0 ? SAME_SYN_NANOS : -1;
  }

  private static long key(TcpSegment segment, long stream, Side from) {
    long header = ((long) (segment.identification() & 0xFFFF) << 8) | segment.flags();
    long body = ((long) segment.payloadLength() << 16) | segment.window();
    return ((stream * 2 + (from == Side.CLIENT ? 0 : 1)) * 0x9E37_79B9_7F4A_7C15L)
        ^ (header << 40)
        ^ body;
  }

  private static int place(long key, long number) {
    long mixed = (key ^ number) * 0xFF51_AFD7_ED55_8CCDL;
    return (int) (mixed >>> 54);
  }
}
