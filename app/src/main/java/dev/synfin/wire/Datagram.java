package dev.synfin.wire;

/** A UDP datagram (RFC 768). */
public final class Datagram extends IpPacket {
  Datagram() {}
}
