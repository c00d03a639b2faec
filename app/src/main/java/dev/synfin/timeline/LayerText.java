package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import dev.synfin.wire.IpPacket;
import dev.synfin.wire.TcpSegment;
import org.jspecify.annotations.Nullable;

/** Writes a frame's layers, those that {@link Layers} tells, in the document's words. */
final class LayerText {
  private static final byte[] LAYERS = ascii(",\"layers\":[");
  private static final byte[] LENGTH = ascii(",\"length\":");
  private static final byte[] IP4 = start(Layers.networkName(4));
  private static final byte[] IP6 = start(Layers.networkName(6));
  private static final byte[] TCP = start("tcp");
  private static final byte[] UDP = start("udp");
  private static final byte[] PAYLOAD = start("payload");

  private final LineBuffer line;
  private final byte[] link;

  LayerText(LineBuffer line, @Nullable String linkType) {
    this.line = line;
    this.link = start(Layers.linkName(linkType));
  }

  private static byte[] start(String name) {
    return ascii("{\"name\":\"" + name + "\",\"offset\":");
  }

  void write(IpPacket packet) {
    var start = packet.frameOffset();
    var network = packet.networkOffset() - start;
    var transport = packet.transportOffset() - start;
    var payload = packet.payloadOffset() - start;
    line.text(LAYERS);
    if (network > 0) {
      layer(link, 0, network).character(',');
    }
    layer(packet.version() == 4 ? IP4 : IP6, network, transport - network).character(',');
    layer(packet instanceof TcpSegment ? TCP : UDP, transport, payload - transport);
    if (packet.payloadLength() > 0) {
      line.character(',');
      layer(PAYLOAD, payload, packet.payloadLength());
    }
    line.character(']');
  }

  private LineBuffer layer(byte[] name, int offset, int length) {
    return line.text(name).number(offset).text(LENGTH).number(length).character('}');
  }
}
