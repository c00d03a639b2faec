package dev.synfin.wire;

/** Decodes a TCP header and its options (RFC 9293, 3.1 and 3.2). */
final class TcpDecoder {
  private static final int END_OF_LIST = 0;
  private static final int NO_OPERATION = 1;
  private static final int MSS = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int TIMESTAMPS = 8;
  private static final int FAST_OPEN = 34;
  private static final int EXPERIMENT = 254;
  private static final int FAST_OPEN_EXPERIMENT = 0xF989;

  /** Up to the window there is what a connection's course is made of. */
  private static final int UP_TO_WINDOW = 16;

  private TcpDecoder() {}

  /**
   * Decodes a header, or as much of it as was captured.
   *
   * @return the segment, {@code cut} with nothing but its ports, or a refusal
   */
  static Decoded decode(byte[] octets, IpHeader ip, int end, TcpSegment segment, CutSegment cut) {
    int at = ip.payloadOffset;
    if (ip.payloadLength < UP_TO_WINDOW) {
      return Refusal.MALFORMED;
    }
    if (at + UP_TO_WINDOW > end) {
      return decodePorts(octets, at, end, cut);
    }
    int headerLength = (Octets.u8(octets, at + 12) >> 4) * 4;
    if (headerLength < 20) {
      return Refusal.MALFORMED;
    }
    boolean whole = headerLength <= ip.payloadLength;
    segment.lengthKnown = whole && !ip.firstFragment;
    segment.sourcePort = Octets.u16(octets, at);
    segment.destinationPort = Octets.u16(octets, at + 2);
    segment.seq = Octets.i32(octets, at + 4);
    segment.ack = Octets.i32(octets, at + 8);
    segment.flags = Octets.u8(octets, at + 13);
    segment.window = Octets.u16(octets, at + 14);
    segment.transportOffset = at;
    int length = whole ? ip.payloadLength - headerLength : 0;
    FrameDecoder.payload(segment, at + headerLength, length, end);
    clear(segment.options);
    segment.headerCut = at + 20 > end || !whole;
    if (headerLength > 20 && at + 20 <= end) {
      int listEnd = at + Math.min(headerLength, ip.payloadLength);
      segment.headerCut |= options(octets, at + 20, listEnd, end, segment.options);
    }
    segment.checksumBad =
        segment.lengthKnown
            && !ip.underway
            && segment.payloadCaptured == segment.payloadLength
            && at + headerLength <= end
            && Checksum.isBad(octets, ip, end);
    return segment;
  }

  private static Decoded decodePorts(byte[] octets, int at, int end, CutSegment cut) {
    if (at + 4 > end) {
      return Refusal.TRUNCATED;
    }
    cut.sourcePort = Octets.u16(octets, at);
    cut.destinationPort = Octets.u16(octets, at + 2);
    cut.transportOffset = at;
    FrameDecoder.payload(cut, end, 0, end);
    return cut;
  }

  private static void clear(TcpOptions options) {
    options.mss = -1;
    options.windowScale = -1;
    options.sackPermitted = false;
    options.timestamps = false;
    options.sack = false;
    options.sackBlocks = 0;
    options.fastOpenLength = -1;
    options.malformed = false;
  }

  /**
   * Reads the list up to its end, or up to where the capture cut it.
   *
   * @return whether it was cut
   */
  private static boolean options(
      byte[] octets, int from, int listEnd, int captured, TcpOptions options) {
    int end = Math.min(listEnd, captured);
    int at = from;
    while (at < end) {
      int kind = Octets.u8(octets, at);
      if (kind == END_OF_LIST) {
        return false;
      }
      if (kind == NO_OPERATION) {
        at++;
        continue;
      }
      int length = at + 1 < end ? Octets.u8(octets, at + 1) : 0;
      if (length < 2 || at + length > end) {
        options.malformed = at + Math.max(2, length) > listEnd || (length < 2 && at + 1 < end);
        if (kind == SACK && length >= 2 && !options.malformed) {
          sack(octets, at, length, end - at, options);
        }
        return !options.malformed;
      }
      option(octets, at, kind, length, options);
      at += length;
    }
    return at < listEnd;
  }

  private static void option(byte[] octets, int at, int kind, int length, TcpOptions options) {
    switch (kind) {
      case MSS -> options.mss = length == 4 ? Octets.u16(octets, at + 2) : wrong(options);
      case WINDOW_SCALE ->
          options.windowScale = length == 3 ? Octets.u8(octets, at + 2) : wrong(options);
      case SACK_PERMITTED -> {
        options.sackPermitted = length == 2;
        options.malformed |= length != 2;
      }
      case SACK -> sack(octets, at, length, length, options);
      case TIMESTAMPS -> timestamps(octets, at, length, options);
      case FAST_OPEN -> options.fastOpenLength = length - 2;
      case EXPERIMENT -> {
        if (length >= 4 && Octets.u16(octets, at + 2) == FAST_OPEN_EXPERIMENT) {
          options.fastOpenLength = length - 4;
        }
      }
      default -> {
        // an option that says nothing about the connection's course
      }
    }
  }

  private static int wrong(TcpOptions options) {
    options.malformed = true;
    return -1;
  }

  /** RFC 2018, 3: pairs of 32-bit edges, at most four; of these those that were captured. */
  private static void sack(byte[] octets, int at, int length, int captured, TcpOptions options) {
    int blocks = (length - 2) / 8;
    if (blocks > options.sackLeft.length || length != blocks * 8 + 2) {
      options.malformed = true;
      return;
    }
    options.sack = blocks > 0;
    options.sackBlocks = (captured - 2) / 8;
    for (int i = 0; i < options.sackBlocks; i++) {
      options.sackLeft[i] = Octets.i32(octets, at + 2 + i * 8);
      options.sackRight[i] = Octets.i32(octets, at + 6 + i * 8);
    }
  }

  private static void timestamps(byte[] octets, int at, int length, TcpOptions options) {
    if (length != 10) {
      options.malformed = true;
      return;
    }
    options.timestamps = true;
    options.tsVal = Octets.i32(octets, at + 2);
    options.tsEcr = Octets.i32(octets, at + 6);
  }
}
