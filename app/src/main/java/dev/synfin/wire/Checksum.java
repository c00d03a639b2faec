package dev.synfin.wire;

/** The Internet checksum over a TCP segment and its pseudo-header (RFC 9293, 3.1; RFC 1071). */
final class Checksum {
  private Checksum() {}

  /**
   * Whether a whole segment's checksum is wrong and no offload explains it: a sender's capture
   * holds 0 or the sum of the pseudo-header alone where the network card was to finish it.
   */
  static boolean isBad(byte[] octets, IpHeader ip, int end) {
    int at = ip.payloadOffset;
    int length = ip.payloadLength;
    if (at + length > end) {
      return false;
    }
    int field = Octets.u16(octets, at + 16);
    long pseudo = pseudoHeader(ip);
    if (field == 0 || field == fold(pseudo)) {
      return false;
    }
    return fold(pseudo + sum(octets, at, length)) != 0xFFFF;
  }

  private static long pseudoHeader(IpHeader ip) {
    return words(ip.sourceHigh)
        + words(ip.sourceLow)
        + words(ip.destinationHigh)
        + words(ip.destinationLow)
        + FrameDecoder.TCP
        + ip.payloadLength;
  }

  private static long words(long address) {
    return (address >>> 48)
        + ((address >>> 32) & 0xFFFF)
        + ((address >>> 16) & 0xFFFF)
        + (address & 0xFFFF);
  }

  private static long sum(byte[] octets, int from, int length) {
    long sum = 0;
    int at = from;
    int last = from + (length & ~3);
    for (; at < last; at += 4) {
      sum += Octets.i32(octets, at) & 0xFFFF_FFFFL;
    }
    if ((length & 2) != 0) {
      sum += (long) Octets.u16(octets, at) << 16;
      at += 2;
      if ((length & 1) != 0) {
        sum += (long) Octets.u8(octets, at) << 8;
      }
    } else if ((length & 1) != 0) {
      sum += (long) Octets.u8(octets, at) << 24;
    }
    return (sum >>> 32) + (sum & 0xFFFF_FFFFL);
  }

  /** To 16 bits, carries added (RFC 1071, 2). */
  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded >>> 16) + (folded & 0xFFFF);
    }
    return (int) folded;
  }
}
