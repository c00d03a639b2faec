package dev.synfin.wire;

import dev.synfin.capture.Frame;

/**
 * Decodes frames straight from their octets: link header, IPv4 or IPv6, then TCP, UDP or an ICMP
 * error.
 *
 * <p>It fills the same objects again for every frame, so decoding makes no garbage; not for use by
 * two threads at once. Nothing in a frame makes it throw.
 */
public final class FrameDecoder {
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMP6 = 58;

  private final LinkLayer link = new LinkLayer();
  private final IpHeader ip = new IpHeader();
  private final TcpSegment segment = new TcpSegment();
  private final CutSegment cut = new CutSegment();
  private final Datagram datagram = new Datagram();
  private final IcmpErrorDecoder errors = new IcmpErrorDecoder();

  /**
   * Decodes one frame.
   *
   * @return what it is, valid until the next call; of a frame that is not followed, why not
   */
  public Decoded decode(Frame frame) {
    byte[] octets = frame.octets();
    int from = frame.offset();
    int end = from + frame.capturedLength();
    int protocol = link.find(frame.linkType(), octets, from, end);
    if (protocol < 0) {
      return protocol == LinkLayer.CUT ? cutOrMalformed(frame) : Refusal.OTHER;
    }
    int beyond = from + frame.length();
    Refusal refusal =
        protocol == LinkLayer.IP4
            ? ip.readVersion4(octets, link.networkOffset, end, beyond)
            : ip.readVersion6(octets, link.networkOffset, end, beyond);
    if (refusal != null) {
      return refusal == Refusal.TRUNCATED ? cutOrMalformed(frame) : refusal;
    }
    Decoded decoded = transport(octets, end);
    if (decoded instanceof CutSegment && !frame.truncated()) {
      return Refusal.MALFORMED;
    }
    if (decoded instanceof IpPacket packet) {
      describe(packet, frame);
      return packet;
    }
    return decoded == Refusal.TRUNCATED ? cutOrMalformed(frame) : decoded;
  }

  /** Judges the checksum of the packet that {@link #decode} has just given. */
  public ChecksumVerdict checksum(IpPacket packet) {
    return ip.firstFragment || ip.underway ? ChecksumVerdict.UNKNOWN : Checksum.judge(packet);
  }

  /** A header that ends too soon was cut by the capture, or never was whole. */
  private static Refusal cutOrMalformed(Frame frame) {
    return frame.truncated() ? Refusal.TRUNCATED : Refusal.MALFORMED;
  }

  private Decoded transport(byte[] octets, int end) {
    if (ip.laterFragment) {
      return Refusal.OTHER;
    }
    return switch (ip.protocol) {
      case TCP -> TcpDecoder.decode(octets, ip, end, segment, cut);
      case UDP -> udp(octets, end);
      case ICMP -> ip.version == 4 ? errors.decode(octets, ip, end) : Refusal.OTHER;
      case ICMP6 -> ip.version == 6 ? errors.decode(octets, ip, end) : Refusal.OTHER;
      default -> Refusal.OTHER;
    };
  }

  /** RFC 768: its length field counts its own header; 0 stands for a jumbogram (RFC 2675). */
  private Decoded udp(byte[] octets, int end) {
    int at = ip.payloadOffset;
    if (ip.payloadLength < 8) {
      return Refusal.MALFORMED;
    }
    if (at + 8 > end) {
      return Refusal.TRUNCATED;
    }
    int length = Octets.u16(octets, at + 4);
    if (length == 0) {
      length = ip.payloadLength;
    }
    if (length < 8 || (length > ip.payloadLength && !ip.firstFragment)) {
      return Refusal.MALFORMED;
    }
    datagram.sourcePort = Octets.u16(octets, at);
    datagram.destinationPort = Octets.u16(octets, at + 2);
    datagram.transportOffset = at;
    payload(datagram, at + 8, Math.min(length, ip.payloadLength) - 8, end);
    return datagram;
  }

  static void payload(IpPacket packet, int offset, int length, int end) {
    packet.payloadOffset = offset;
    packet.payloadLength = length;
    packet.payloadCaptured = Math.max(0, Math.min(length, end - offset));
  }

  private void describe(IpPacket packet, Frame frame) {
    packet.frameNumber = frame.number();
    packet.epochNanos = frame.epochNanos();
    packet.octets = frame.octets();
    packet.frameOffset = frame.offset();
    packet.frameEnd = frame.offset() + frame.capturedLength();
    packet.networkOffset = link.networkOffset;
    packet.version = ip.version;
    packet.sourceHigh = ip.sourceHigh;
    packet.sourceLow = ip.sourceLow;
    packet.destinationHigh = ip.destinationHigh;
    packet.destinationLow = ip.destinationLow;
    packet.timeToLive = ip.timeToLive;
    packet.identification = ip.identification;
  }
}
