package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import dev.synfin.wire.IpPacket;
import dev.synfin.wire.TcpSegment;
import org.jspecify.annotations.Nullable;

/**
 * Writes a frame's layers, those that {@link Layers} tells, in the document's words. The text of
 * the headers is kept: few kinds of them make up a capture.
 */
final class LayerText {
  private static final byte[] LAYERS = ascii(",\"layers\":[");
  private static final Word LENGTH = Word.of(",\"length\":");
  private static final byte[] IP4 = start(Layers.networkName(4));
  private static final byte[] IP6 = start(Layers.networkName(6));
  private static final byte[] TCP = start("tcp");
  private static final byte[] UDP = start("udp");
  private static final byte[] PAYLOAD = ascii(",{\"name\":\"payload\",\"offset\":");
  private static final int KEPT = 16;
  private static final int FIELD = 16;

  private final LineBuffer line;
  private final byte[] link;
  private final long[] keys = new long[KEPT];
  private final byte[][] texts = new byte[KEPT][];

  LayerText(LineBuffer line, @Nullable String linkType) {
    this.line = line;
    this.link = start(Layers.linkName(linkType));
  }

  private static byte[] start(String name) {
    return ascii("{\"name\":\"" + name + "\",\"offset\":");
  }

  void write(IpPacket packet) {
    var payload = packet.payloadOffset() - packet.frameOffset();
    var key = key(packet);
    var place = (payload >>> 2) & (KEPT - 1); // headers differ in their options, by fours
    if (keys[place] == key && payload >>> FIELD == 0) {
      line.text(texts[place]);
    } else {
      var mark = line.mark();
      writeHeaders(packet, payload);
      keys[place] = key;
      texts[place] = line.since(mark);
    }
    if (packet.payloadLength() > 0) {
      layer(PAYLOAD, payload, packet.payloadLength());
    }
    line.character(']');
  }

  /** Where each header begins, and which they are; never 0. */
  private static long key(IpPacket packet) {
    long start = packet.frameOffset();
    var kinds = packet.version() * 2 + (packet instanceof TcpSegment ? 0 : 1);
    return (packet.networkOffset() - start) << (3 * FIELD - 4)
        | (packet.transportOffset() - start) << (2 * FIELD - 4)
        | (packet.payloadOffset() - start) << (FIELD - 4)
        | kinds;
  }

  private void writeHeaders(IpPacket packet, int payload) {
    var start = packet.frameOffset();
    var network = packet.networkOffset() - start;
    var transport = packet.transportOffset() - start;
    line.text(LAYERS);
    if (network > 0) {
      layer(link, 0, network).character(',');
    }
    layer(packet.version() == 4 ? IP4 : IP6, network, transport - network).character(',');
    layer(packet instanceof TcpSegment ? TCP : UDP, transport, payload - transport);
  }

  private LineBuffer layer(byte[] name, int offset, int length) {
    return line.text(name).number(offset).word(LENGTH).number(length).character('}');
  }
}
