package dev.synfin.wire;

/**
 * The Internet checksum over a segment or datagram and its pseudo-header (RFC 9293, 3.1; RFC 768;
 * RFC 1071).
 */
final class Checksum {
  private Checksum() {}

  /**
   * Whether a whole segment's checksum is wrong and no offload explains it: a sender's capture
   * holds 0 or the sum of the pseudo-header alone where the network card was to finish it.
   */
  static boolean isBad(byte[] octets, IpHeader ip, int end) {
    int at = ip.payloadOffset;
    int length = ip.payloadLength;
    if (length > end - at) {
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

  /** What the checksum of a packet that is no fragment says; the whole story, for a reader. */
  static ChecksumVerdict judge(IpPacket packet) {
    return switch (packet) {
      case CutSegment cut -> ChecksumVerdict.UNKNOWN;
      case TcpSegment segment ->
          segment.lengthKnown
              ? judge(segment, 16, pseudoHeader(segment, FrameDecoder.TCP))
              : ChecksumVerdict.UNKNOWN;
      case Datagram datagram -> judge(datagram, 6, pseudoHeader(datagram, FrameDecoder.UDP));
      case IcmpError error ->
          judge(error, 2, error.version == 4 ? 0 : pseudoHeader(error, FrameDecoder.ICMP6));
    };
  }

  private static ChecksumVerdict judge(IpPacket packet, int fieldAt, long pseudo) {
    int at = packet.transportOffset;
    if (packet.payloadLength > packet.frameEnd - packet.payloadOffset) {
      return ChecksumVerdict.UNKNOWN; // the sum of the two can be beyond 32 bits
    }
    int length = packet.payloadOffset + packet.payloadLength - at;
    int field = Octets.u16(packet.octets, at + fieldAt);
    if (field == 0 && packet instanceof Datagram) {
      return packet.version == 4 ? ChecksumVerdict.ABSENT : ChecksumVerdict.WRONG;
    }
    if (fold(pseudo + sum(packet.octets, at, length)) == 0xFFFF) {
      return ChecksumVerdict.RIGHT;
    }
    boolean offloaded = pseudo != 0 && (field == 0 || field == fold(pseudo));
    return offloaded ? ChecksumVerdict.UNFINISHED : ChecksumVerdict.WRONG;
  }

  private static long pseudoHeader(IpPacket packet, int protocol) {
    return words(packet.sourceHigh)
        + words(packet.sourceLow)
        + words(packet.destinationHigh)
        + words(packet.destinationLow)
        + protocol
        + (packet.payloadOffset - packet.transportOffset + packet.payloadLength);
  }

  private static long words(long address) {
    return (address >>> 48)
        + ((address >>> 32) & 0xFFFF)
        + ((address >>> 16) & 0xFFFF)
        + (address & 0xFFFF);
  }

  /** Eight octets at a time, as two halves: the sum of 64 Ki octets has room in 64 bits. */
  private static long sum(byte[] octets, int from, int length) {
    long one = 0;
    long two = 0;
    int at = from;
    for (int last = from + (length & ~15); at < last; at += 16) {
      long first = Octets.i64(octets, at);
      long second = Octets.i64(octets, at + 8);
      one += (first >>> 32) + (first & 0xFFFF_FFFFL);
      two += (second >>> 32) + (second & 0xFFFF_FFFFL);
    }
    long sum = one + two;
    for (int last = from + (length & ~3); at < last; at += 4) {
      sum += Octets.i32(octets, at) & 0xFFFF_FFFFL;
    }
    return fold64(sum) + rest(octets, at, length & 3);
  }

  private static long fold64(long sum) {
    return (sum >>> 32) + (sum & 0xFFFF_FFFFL);
  }

  /** The last one to three octets, as if zeros followed. */
  private static long rest(byte[] octets, int at, int length) {
    long sum = length >= 2 ? (long) Octets.u16(octets, at) << 16 : 0;
    return (length & 1) == 0
        ? sum
        : sum + ((long) Octets.u8(octets, at + length - 1) << (length == 3 ? 8 : 24));
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
