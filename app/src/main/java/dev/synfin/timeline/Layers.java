package dev.synfin.timeline;

import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a frame's layers, lowest first: link, IP, transport, payload. */
final class Layers {
  private final String link;

  Layers(@Nullable String linkType) {
    this.link = linkName(linkType);
  }

  /** Takes one layer. */
  @FunctionalInterface
  interface Taker {
    void take(String name, int offset, int length);
  }

  List<Layer> of(IpPacket packet) {
    var layers = new ArrayList<Layer>(4);
    tell(packet, (name, offset, length) -> layers.add(new Layer(name, offset, length)));
    return layers;
  }

  /** A layer without octets, such as the link layer of raw IP, is left out. */
  void tell(IpPacket packet, Taker taker) {
    var start = packet.frameOffset();
    var network = packet.networkOffset() - start;
    var transport = packet.transportOffset() - start;
    var payload = packet.payloadOffset() - start;
    if (network > 0) {
      taker.take(link, 0, network);
    }
    taker.take(networkName(packet.version()), network, transport - network);
    taker.take(transportName(packet), transport, payload - transport);
    if (packet.payloadLength() > 0) {
      taker.take("payload", payload, packet.payloadLength());
    }
  }

  private static String transportName(IpPacket packet) {
    return switch (packet) {
      case TcpSegment segment -> "tcp";
      case CutSegment cut -> "tcp";
      case Datagram datagram -> "udp";
      case IcmpError error -> error.version() == 4 ? "icmp" : "icmpv6";
    };
  }

  static String networkName(int version) {
    return version == 4 ? "ipv4" : "ipv6";
  }

  static String linkName(@Nullable String linkType) {
    if (linkType
        == null) { // a switch with null is linked when first called, which a short run feels
      return "link";
    }
    return switch (linkType) {
      case "EN10MB" -> "ethernet";
      case "LINUX_SLL", "LINUX_SLL2" -> "linux_cooked";
      case "NULL", "LOOP" -> "loopback";
      default -> "link";
    };
  }
}
