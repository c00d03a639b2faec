package dev.synfin.wire;

import org.jspecify.annotations.Nullable;

/**
 * Room for a copy of one packet, used again for the next one: for what is to be looked at when the
 * decoder has gone on.
 */
public final class PacketCopy {
  private final TcpSegment segment = new TcpSegment();
  private @Nullable Datagram datagram;
  private @Nullable CutSegment cut;
  private @Nullable IcmpError error;

  /**
   * Copies a packet.
   *
   * @param payloadBytes how much of its payload to copy, in octets
   * @return the copy, which is of the same kind, and valid until the next call
   */
  public IpPacket copy(IpPacket packet, int payloadBytes) {
    IpPacket copy =
        switch (packet) {
          case TcpSegment s -> copyOf(s);
          case Datagram d -> roomForDatagram();
          case CutSegment c -> roomForCut();
          case IcmpError e -> copyOf(e);
        };
    copyHeaders(packet, copy);
    copyOctets(packet, copy, payloadBytes);
    return copy;
  }

  private TcpSegment copyOf(TcpSegment from) {
    segment.seq = from.seq;
    segment.ack = from.ack;
    segment.flags = from.flags;
    segment.window = from.window;
    segment.checksumBad = from.checksumBad;
    segment.lengthKnown = from.lengthKnown;
    segment.headerCut = from.headerCut;
    copyOptions(from.options, segment.options);
    return segment;
  }

  private static void copyOptions(TcpOptions from, TcpOptions to) {
    to.mss = from.mss;
    to.windowScale = from.windowScale;
    to.sackPermitted = from.sackPermitted;
    to.timestamps = from.timestamps;
    to.tsVal = from.tsVal;
    to.tsEcr = from.tsEcr;
    to.fastOpenLength = from.fastOpenLength;
    to.malformed = from.malformed;
    to.sack = from.sack;
    to.sackBlocks = from.sackBlocks;
    for (int i = 0; i < from.sackBlocks; i++) {
      to.sackLeft[i] = from.sackLeft[i];
      to.sackRight[i] = from.sackRight[i];
    }
  }

  private Datagram roomForDatagram() {
    Datagram room = datagram == null ? new Datagram() : datagram;
    datagram = room;
    return room;
  }

  private CutSegment roomForCut() {
    CutSegment room = cut == null ? new CutSegment() : cut;
    cut = room;
    return room;
  }

  private IcmpError copyOf(IcmpError from) {
    IcmpError to = error == null ? new IcmpError() : error;
    error = to;
    to.type = from.type;
    to.code = from.code;
    to.quotedProtocol = from.quotedProtocol;
    to.quotedSourceHigh = from.quotedSourceHigh;
    to.quotedSourceLow = from.quotedSourceLow;
    to.quotedDestinationHigh = from.quotedDestinationHigh;
    to.quotedDestinationLow = from.quotedDestinationLow;
    to.quotedSourcePort = from.quotedSourcePort;
    to.quotedDestinationPort = from.quotedDestinationPort;
    return to;
  }

  private static void copyHeaders(IpPacket from, IpPacket to) {
    to.frameNumber = from.frameNumber;
    to.epochNanos = from.epochNanos;
    to.version = from.version;
    to.sourceHigh = from.sourceHigh;
    to.sourceLow = from.sourceLow;
    to.destinationHigh = from.destinationHigh;
    to.destinationLow = from.destinationLow;
    to.sourcePort = from.sourcePort;
    to.destinationPort = from.destinationPort;
    to.timeToLive = from.timeToLive;
    to.identification = from.identification;
  }

  /** The copy's frame begins at 0. */
  private static void copyOctets(IpPacket from, IpPacket to, int payloadBytes) {
    int start = from.frameOffset;
    to.frameOffset = 0;
    to.networkOffset = from.networkOffset - start;
    to.transportOffset = from.transportOffset - start;
    to.payloadOffset = from.payloadOffset - start;
    to.payloadLength = from.payloadLength;
    to.payloadCaptured = Math.min(from.payloadCaptured, payloadBytes);
    int count = Math.min(from.frameEnd - start, to.payloadOffset + to.payloadCaptured);
    if (to.octets.length < count) {
      to.octets = new byte[2 * count];
    }
    System.arraycopy(from.octets, start, to.octets, 0, count);
    to.frameEnd = count;
  }
}
