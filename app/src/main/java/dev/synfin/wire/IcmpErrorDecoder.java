package dev.synfin.wire;

/**
 * Decodes ICMP errors (RFC 792) and ICMPv6 errors (RFC 4443), which quote the packet that they are
 * about.
 */
final class IcmpErrorDecoder {
  private final IcmpError error = new IcmpError();
  private final IpHeader quoted = new IpHeader();

  Decoded decode(byte[] octets, IpHeader ip, int end) {
    int at = ip.payloadOffset;
    if (ip.payloadLength < 8) {
      return Refusal.MALFORMED;
    }
    if (at + 8 > end) {
      return Refusal.TRUNCATED;
    }
    error.type = Octets.u8(octets, at);
    error.code = Octets.u8(octets, at + 1);
    if (!isError(ip.version, error.type)) {
      return Refusal.OTHER;
    }
    int quote = at + 8;
    int quoteEnd = Math.min(end, at + ip.payloadLength);
    Refusal refusal =
        ip.version == 4
            ? quoted.readVersion4(octets, quote, quoteEnd, quoteEnd)
            : quoted.readVersion6(octets, quote, quoteEnd, quoteEnd);
    if (refusal != null) {
      return refusal;
    }
    boolean ports = quoted.protocol == FrameDecoder.TCP || quoted.protocol == FrameDecoder.UDP;
    if (!ports || quoted.laterFragment) {
      return Refusal.OTHER; // about something that has no conversation here
    }
    if (quoted.payloadOffset + 4 > quoteEnd) {
      return Refusal.TRUNCATED;
    }
    quote(octets);
    error.transportOffset = at;
    FrameDecoder.payload(error, quote, ip.payloadLength - 8, end);
    return error;
  }

  private void quote(byte[] octets) {
    error.quotedProtocol = quoted.protocol;
    error.quotedSourceHigh = quoted.sourceHigh;
    error.quotedSourceLow = quoted.sourceLow;
    error.quotedDestinationHigh = quoted.destinationHigh;
    error.quotedDestinationLow = quoted.destinationLow;
    error.quotedSourcePort = Octets.u16(octets, quoted.payloadOffset);
    error.quotedDestinationPort = Octets.u16(octets, quoted.payloadOffset + 2);
  }

  /** Destination unreachable, source quench, redirect, time exceeded, parameter problem. */
  private static boolean isError(int version, int type) {
    return version == 6
        ? type < 128
        : type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
  }
}
