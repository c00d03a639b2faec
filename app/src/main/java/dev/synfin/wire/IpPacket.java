package dev.synfin.wire;

/**
 * What every decoded packet has: where it was in the capture, its IP header, and its ports.
 *
 * <p>Addresses are 128 bits in two {@code long}s, an IPv4 address in the lowest 32 bits: they serve
 * as keys without becoming objects. Filled by the decoder, valid until its next frame.
 */
public abstract sealed class IpPacket implements Decoded
    permits TcpSegment, CutSegment, Datagram, IcmpError {
  long frameNumber;
  long epochNanos;
  int version;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;
  int sourcePort;
  int destinationPort;
  int timeToLive;
  int identification;
  byte[] octets = new byte[0];
  int frameOffset;
  int frameEnd;
  int networkOffset;
  int transportOffset;
  int payloadOffset;
  int payloadLength;
  int payloadCaptured;

  IpPacket() {}

  /** The frame's number in its capture, from 1. */
  public final long frameNumber() {
    return frameNumber;
  }

  /** Time of capture in nanoseconds since 1970-01-01T00:00:00Z. */
  public final long epochNanos() {
    return epochNanos;
  }

  /** 4 or 6. */
  public final int version() {
    return version;
  }

  /** The upper 64 bits of the source address; 0 for IPv4. */
  public final long sourceHigh() {
    return sourceHigh;
  }

  /** The lower 64 bits of the source address; for IPv4 its 32 bits. */
  public final long sourceLow() {
    return sourceLow;
  }

  /** The upper 64 bits of the destination address; 0 for IPv4. */
  public final long destinationHigh() {
    return destinationHigh;
  }

  /** The lower 64 bits of the destination address; for IPv4 its 32 bits. */
  public final long destinationLow() {
    return destinationLow;
  }

  /** 0 to 65,535. */
  public final int sourcePort() {
    return sourcePort;
  }

  /** 0 to 65,535. */
  public final int destinationPort() {
    return destinationPort;
  }

  /** IPv4's time to live or IPv6's hop limit. */
  public final int timeToLive() {
    return timeToLive;
  }

  /** IPv4's identification field, or -1 (IPv6 without a fragment header). */
  public final int identification() {
    return identification;
  }

  /** The array that holds the whole frame. */
  public final byte[] octets() {
    return octets;
  }

  /** Where the frame (its link header) begins in {@link #octets()}. */
  public final int frameOffset() {
    return frameOffset;
  }

  /** Where the IP header begins in {@link #octets()}. */
  public final int networkOffset() {
    return networkOffset;
  }

  /** Where the TCP, UDP or ICMP header begins in {@link #octets()}. */
  public final int transportOffset() {
    return transportOffset;
  }

  /** Where the payload begins in {@link #octets()}. */
  public final int payloadOffset() {
    return payloadOffset;
  }

  /** Payload octets on the wire, by the IP header, even where the capture cut them. */
  public final int payloadLength() {
    return payloadLength;
  }

  /** Payload octets present in the capture. */
  public final int payloadCaptured() {
    return payloadCaptured;
  }
}
