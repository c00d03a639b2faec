package dev.synfin.timeline;

import dev.synfin.address.IpAddresses;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns decoded packets, which live for a moment, into the document's records. */
final class EventRecords {
  private final PayloadExcerpt excerpt;
  private final Layers layers;

  EventRecords(EventOptions options) {
    excerpt = new PayloadExcerpt(options.payloadBytes());
    layers = new Layers(options.linkType());
  }

  SegmentEvent segment(TcpSegment segment, SegmentFacts facts, long tNs) {
    var acknowledges = segment.has(TcpSegment.ACK);
    return new SegmentEvent(
        segment.frameNumber(),
        tNs,
        facts.from(),
        Flags.control(segment.flags()),
        facts.relativeSeq(),
        acknowledges ? facts.relativeAck() : null,
        SeqNumber.unsigned(segment.seq()),
        acknowledges ? SeqNumber.unsigned(segment.ack()) : null,
        segment.payloadLength(),
        facts.window(),
        segment.window(),
        options(segment, facts),
        facts.phase(),
        facts.clientState(),
        facts.serverState(),
        Flags.analysis(facts.analysis()),
        facts.retransmission(),
        facts.probe(),
        positive(facts.duplicateOf()),
        positive(facts.acksFrame()),
        natural(facts.ackRttNanos()),
        natural(facts.bytesInFlight()),
        segment.timeToLive(),
        ipId(segment),
        layers.of(segment),
        payload(segment),
        List.of(),
        null);
  }

  DatagramEvent datagram(Datagram datagram, Side from, long tNs) {
    return new DatagramEvent(
        datagram.frameNumber(),
        tNs,
        from,
        datagram.payloadLength(),
        datagram.timeToLive(),
        ipId(datagram),
        layers.of(datagram),
        payload(datagram),
        List.of(),
        null);
  }

  IcmpEvent icmp(IcmpError error, Side from, long tNs) {
    return new IcmpEvent(
        error.frameNumber(),
        tNs,
        from,
        IpAddresses.text(error.version(), error.sourceHigh(), error.sourceLow()),
        error.version(),
        error.type(),
        error.code(),
        IcmpMeaning.of(error.version(), error.type(), error.code()),
        error.timeToLive(),
        ipId(error),
        layers.of(error),
        List.of(),
        null);
  }

  /** A SACK block's edge relative to the peer's first number, which its ACK number tells. */
  static long relativeEdge(int edge, TcpSegment segment, SegmentFacts facts) {
    return facts.relativeAck() + (edge - segment.ack());
  }

  private static SegmentOptions options(TcpSegment segment, SegmentFacts facts) {
    var options = segment.options();
    return new SegmentOptions(
        natural(options.mss()),
        natural(options.windowScale()),
        options.sackPermitted() ? true : null,
        sack(segment, facts),
        options.timestamps() ? SeqNumber.unsigned(options.tsVal()) : null,
        options.timestamps() ? SeqNumber.unsigned(options.tsEcr()) : null,
        natural(options.fastOpenLength()));
  }

  private static List<SegmentOptions.SackBlock> sack(TcpSegment segment, SegmentFacts facts) {
    var options = segment.options();
    if (options.sackBlocks() == 0 || !segment.has(TcpSegment.ACK)) {
      return List.of();
    }
    var blocks = new ArrayList<SegmentOptions.SackBlock>(options.sackBlocks());
    for (var i = 0; i < options.sackBlocks(); i++) {
      blocks.add(
          new SegmentOptions.SackBlock(
              relativeEdge(options.sackLeft(i), segment, facts),
              relativeEdge(options.sackRight(i), segment, facts)));
    }
    return blocks;
  }

  private @Nullable Payload payload(IpPacket packet) {
    var shown =
        excerpt.read(
            packet.octets(),
            packet.payloadOffset(),
            packet.payloadCaptured(),
            packet.payloadLength());
    return shown ? excerpt.toPayload() : null;
  }

  private static @Nullable Integer ipId(IpPacket packet) {
    return natural(packet.identification());
  }

  private static @Nullable Long positive(long number) {
    return number > 0 ? number : null;
  }

  private static @Nullable Long natural(long number) {
    return number >= 0 ? number : null;
  }

  private static @Nullable Integer natural(int number) {
    return number >= 0 ? number : null;
  }
}
