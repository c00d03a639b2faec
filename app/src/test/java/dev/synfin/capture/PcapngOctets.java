package dev.synfin.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A pcapng file, block by block. */
final class PcapngOctets {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> ends = new ArrayList<>(List.of(0));
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  PcapngOctets section(ByteOrder order) {
    this.order = order;
    ByteBuffer content =
        ByteBuffer.allocate(16)
            .order(order)
            .putInt(0x1A2B3C4D)
            .putShort((short) 1)
            .putShort((short) 0);
    return block(0x0A0D0D0A, content.putLong(-1).array());
  }

  /** An interface description with options made by {@link #option}. */
  PcapngOctets iface(int linkType, int snaplen, byte[]... options) {
    var content = new ByteArrayOutputStream();
    ByteBuffer fixed =
        ByteBuffer.allocate(8)
            .order(order)
            .putShort((short) linkType)
            .putShort((short) 0)
            .putInt(snaplen);
    content.writeBytes(fixed.array());
    for (byte[] option : options) {
      content.writeBytes(option);
    }
    return block(1, content.toByteArray());
  }

  byte[] option(int code, byte... value) {
    var option = ByteBuffer.allocate(4 + padded(value.length)).order(order);
    return option.putShort((short) code).putShort((short) value.length).put(value).array();
  }

  byte[] number(long value) {
    return ByteBuffer.allocate(8).order(order).putLong(value).array();
  }

  PcapngOctets enhanced(int iface, long ticks, byte[] octets, int length) {
    return enhanced(iface, ticks, octets.length, octets, length);
  }

  /** A packet that claims to hold so many octets. */
  PcapngOctets enhanced(int iface, long ticks, int claimed, byte[] octets, int length) {
    var content = ByteBuffer.allocate(20 + padded(octets.length)).order(order).putInt(iface);
    content.putInt((int) (ticks >>> 32)).putInt((int) ticks).putInt(claimed).putInt(length);
    return block(6, content.put(octets).array());
  }

  PcapngOctets simple(byte[] octets, int length) {
    return block(
        3,
        ByteBuffer.allocate(4 + padded(octets.length))
            .order(order)
            .putInt(length)
            .put(octets)
            .array());
  }

  PcapngOctets old(int iface, long ticks, byte[] octets, int length) {
    var content =
        ByteBuffer.allocate(20 + padded(octets.length))
            .order(order)
            .putShort((short) iface)
            .putShort((short) 9);
    content.putInt((int) (ticks >>> 32)).putInt((int) ticks).putInt(octets.length).putInt(length);
    return block(2, content.put(octets).array());
  }

  PcapngOctets block(int type, byte[] content) {
    return block(type, content.length + 12, content);
  }

  /** A block whose first length field says this. */
  PcapngOctets block(int type, int claimed, byte[] content) {
    var block =
        ByteBuffer.allocate(12 + content.length)
            .order(order)
            .putInt(type)
            .putInt(claimed)
            .put(content);
    out.writeBytes(block.putInt(12 + content.length).array());
    ends.add(out.size());
    return this;
  }

  private static int padded(int size) {
    return (size + 3) / 4 * 4;
  }

  /** Where every block ends, 0 first. */
  List<Integer> ends() {
    return ends;
  }

  byte[] octets() {
    return out.toByteArray();
  }
}
