package dev.synfin.wire;

/**
 * An ICMP or ICMPv6 error (RFC 792, RFC 4443). Addresses are those of its own IP header; ports are
 * 0; what it complains about is the quoted packet.
 */
public final class IcmpError extends IpPacket {
  int type;
  int code;
  int quotedProtocol;
  long quotedSourceHigh;
  long quotedSourceLow;
  long quotedDestinationHigh;
  long quotedDestinationLow;
  int quotedSourcePort;
  int quotedDestinationPort;

  IcmpError() {}

  /** ICMP's type; {@link #version()} tells which list of types it is from. */
  public int type() {
    return type;
  }

  /** ICMP's code. */
  public int code() {
    return code;
  }

  /** The quoted packet's protocol: 6 for TCP, 17 for UDP. */
  public int quotedProtocol() {
    return quotedProtocol;
  }

  /** The upper 64 bits of the quoted source address. */
  public long quotedSourceHigh() {
    return quotedSourceHigh;
  }

  /** The lower 64 bits of the quoted source address. */
  public long quotedSourceLow() {
    return quotedSourceLow;
  }

  /** The upper 64 bits of the quoted destination address. */
  public long quotedDestinationHigh() {
    return quotedDestinationHigh;
  }

  /** The lower 64 bits of the quoted destination address. */
  public long quotedDestinationLow() {
    return quotedDestinationLow;
  }

  /** The quoted source port. */
  public int quotedSourcePort() {
    return quotedSourcePort;
  }

  /** The quoted destination port. */
  public int quotedDestinationPort() {
    return quotedDestinationPort;
  }
}
