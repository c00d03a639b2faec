package dev.synfin.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The link header of a frame that a {@link FrameBuilder} builds. */
final class LinkHeader {
  int type = 1;
  boolean pppoe;
  final List<int[]> tags = new ArrayList<>();
  final List<Integer> labels = new ArrayList<>();

  byte[] octets(boolean four, int packetLength) {
    return switch (type) {
      case 1 -> FrameBuilder.concatenate(ethernetAddresses(), etherTypes(four, packetLength));
      case 6 ->
          FrameBuilder.concatenate(FrameBuilder.octets(16, 64), ethernetAddresses(), snap(four));
      case 10 -> FrameBuilder.concatenate(FrameBuilder.octets(80), ethernetAddresses(), snap(four));
      case 258 -> packetTap(four, packetLength);
      case 0 -> ByteBuffer.allocate(4).putInt(Integer.reverseBytes(family(four))).array();
      case 108 -> ByteBuffer.allocate(4).putInt(family(four)).array();
      case 9, 50 -> FrameBuilder.concatenate(FrameBuilder.octets(0xFF, 3), ppp(four));
      case 104 ->
          FrameBuilder.concatenate(FrameBuilder.octets(0x0F, 0), etherTypes(four, packetLength));
      case 113 ->
          FrameBuilder.concatenate(
              FrameBuilder.octets(0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0),
              etherTypes(four, packetLength));
      case 276 -> cooked2(four, packetLength);
      case 12, 14, 101, 228, 229 -> new byte[0];
      default -> throw new IllegalArgumentException("link type " + type);
    };
  }

  private static byte[] ethernetAddresses() {
    return FrameBuilder.octets(2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1);
  }

  private static byte[] snap(boolean four) {
    byte[] snap = FrameBuilder.octets(0xAA, 0xAA, 3, 0, 0, 0);
    return FrameBuilder.concatenate(snap, FrameBuilder.octets(four ? 8 : 0x86, four ? 0 : 0xDD));
  }

  /** Before a frame of Ethernet. */
  private byte[] packetTap(boolean four, int packetLength) {
    byte[] tap = new byte[108];
    tap[0] = 108;
    tap[4] = 1;
    tap[8] = 1;
    return FrameBuilder.concatenate(tap, ethernetAddresses(), etherTypes(four, packetLength));
  }

  /** Tags, labels, PPPoE's header, and the type of what follows. */
  private byte[] etherTypes(boolean four, int packetLength) {
    var out = ByteBuffer.allocate(tags.size() * 4 + labels.size() * 4 + (pppoe ? 10 : 2));
    for (int[] tag : tags) {
      out.putShort((short) tag[0]).putShort((short) tag[1]);
    }
    if (!labels.isEmpty()) {
      out.putShort((short) 0x8847);
      for (int i = 0; i < labels.size(); i++) {
        out.putInt(labels.get(i) << 12 | (i == labels.size() - 1 ? 0x100 : 0) | 64);
      }
      return out.array();
    }
    if (!pppoe) {
      return out.putShort((short) (four ? 0x0800 : 0x86DD)).array();
    }
    out.putShort((short) 0x8864).put((byte) 0x11).put((byte) 0).putShort((short) 1);
    return out.putShort((short) (packetLength + 2)).put(ppp(four)).array();
  }

  private static byte[] ppp(boolean four) {
    return FrameBuilder.octets(0, four ? 0x21 : 0x57);
  }

  /** The type comes first; what stands behind it comes behind the header. */
  private byte[] cooked2(boolean four, int packetLength) {
    byte[] types = etherTypes(four, packetLength);
    var out = ByteBuffer.allocate(20 + types.length - 2);
    out.put(types, 0, 2).put(new byte[] {0, 0, 0, 0, 0, 1, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0});
    return out.put(types, 2, types.length - 2).array();
  }

  private static int family(boolean four) {
    return four ? 2 : 10;
  }
}
