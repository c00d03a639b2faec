package dev.synfin.capture;

/**
 * An interface of a pcapng section: what its packets' link headers are and how its clock counts.
 *
 * @param ticksPerSecond a power of ten or of two
 * @param offsetSeconds added to every time
 */
record PcapngInterface(int linkType, int snaplen, long ticksPerSecond, long offsetSeconds) {
  private static final int END_OF_OPTIONS = 0;
  private static final int IF_TSRESOL = 9;
  private static final int IF_TSOFFSET = 14;
  private static final long MICRO = 1_000_000;
  private static final long NANO = 1_000_000_000;

  /** In the year 2262. */
  private static final long LAST_SECOND = Long.MAX_VALUE / NANO - 1;

  private static final long FAR_AWAY = Long.MAX_VALUE / 2;

  /** Reads an interface description block's content. */
  static PcapngInterface read(byte[] octets, int at, int length, boolean bigEndian) {
    long ticks = MICRO;
    long offset = 0;
    int option = at + 8;
    int end = at + length;
    while (option + 4 <= end) {
      int code = RecordReader.u16(octets, option, bigEndian);
      int size = RecordReader.u16(octets, option + 2, bigEndian);
      if (code == END_OF_OPTIONS || option + 4 + size > end) {
        break;
      }
      if (code == IF_TSRESOL && size == 1) {
        ticks = resolution(octets[option + 4] & 0xFF);
      } else if (code == IF_TSOFFSET && size == 8) {
        int one = RecordReader.i32(octets, option + 4, bigEndian);
        int two = RecordReader.i32(octets, option + 8, bigEndian);
        offset =
            bigEndian
                ? ((long) one << 32) | (two & 0xFFFF_FFFFL)
                : ((long) two << 32) | (one & 0xFFFF_FFFFL);
      }
      option += 4 + (size + 3) / 4 * 4;
    }
    return new PcapngInterface(
        RecordReader.u16(octets, at, bigEndian),
        RecordReader.i32(octets, at + 4, bigEndian),
        ticks,
        offset);
  }

  /** The highest bit tells the base, 10 or 2; the others the negative exponent. */
  private static long resolution(int value) {
    int exponent = value & 0x7F;
    if ((value & 0x80) != 0) {
      return exponent < 63 ? 1L << exponent : MICRO;
    }
    long ticks = 1;
    for (int i = 0; i < exponent && ticks < Long.MAX_VALUE / 10; i++) {
      ticks *= 10;
    }
    return ticks;
  }

  /**
   * A time as nanoseconds since 1970. A clock that is further away than these can tell gives the
   * first or the last second that they do, so that one time less another never leaves 64 bits.
   */
  long epochNanos(long ticks) {
    long seconds = Long.divideUnsigned(ticks, ticksPerSecond);
    long rest = Long.remainderUnsigned(ticks, ticksPerSecond);
    long since = seconds < 0 ? FAR_AWAY : Math.min(seconds, FAR_AWAY);
    long offset = Math.clamp(offsetSeconds, -FAR_AWAY, FAR_AWAY);
    return Math.clamp(since + offset, 0, LAST_SECOND) * NANO + nanos(rest);
  }

  /** Less than a second's ticks, without leaving 64 bits: below 2^33 a product with 10^9 fits. */
  private long nanos(long ticks) {
    if (ticksPerSecond <= 1L << 33) {
      return ticks * NANO / ticksPerSecond;
    }
    if (ticksPerSecond % NANO == 0) {
      return ticks / (ticksPerSecond / NANO);
    }
    return (ticks / (ticksPerSecond >> 33) * NANO) >> 33; // a power of two
  }

  boolean nanoseconds() {
    return ticksPerSecond > MICRO;
  }
}
