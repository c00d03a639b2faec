package dev.synfin.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next generation's format (draft-ietf-opsawg-pcapng): sections, each with its own byte order,
 * interfaces with their own link types and clocks, enhanced, simple and old packet blocks; every
 * other block is passed over.
 */
final class PcapngReader implements RecordReader {
  static final int SECTION_HEADER = 0x0A0D0D0A;
  private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
  private static final int INTERFACE = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;

  /** Of those that must lie in the buffer: a packet and options. It never makes the buffer grow. */
  private static final int LONGEST_BLOCK = 512 << 10;

  /** In one section: as many as an old packet block can tell apart. */
  private static final int MOST_INTERFACES = 1 << 16;

  private final OctetStream in;
  private final List<PcapngInterface> interfaces = new ArrayList<>();
  private @Nullable PcapngInterface first;
  private boolean bigEndian;
  private long frames;
  private @Nullable Damage damage;

  PcapngReader(OctetStream in) {
    this.in = in;
  }

  /** Reads on until the first interface is known, so that {@link #linkType()} can tell it. */
  void readHead() throws IOException {
    while (first == null && damage == null && !in.atEnd() && !isPacket(blockType())) {
      block(null);
    }
  }

  private static boolean isPacket(int type) {
    return type == ENHANCED_PACKET || type == SIMPLE_PACKET || type == OLD_PACKET;
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    while (damage == null && !in.atEnd()) {
      if (block(frame)) {
        return true;
      }
    }
    return false;
  }

  private int blockType() throws IOException {
    return in.has(4) ? RecordReader.i32(in.buffer(), in.position(), bigEndian) : 0;
  }

  /** Reads one block; true if it was a packet, whose values are then in the frame. */
  private boolean block(@Nullable Frame frame) throws IOException {
    if (!in.has(12)) {
      return broken("the last block is cut");
    }
    if (blockType() == SECTION_HEADER && !section()) {
      return broken("a section's byte order cannot be told");
    }
    int type = blockType();
    int length = RecordReader.i32(in.buffer(), in.position() + 4, bigEndian);
    if (length < 12 || length % 4 != 0) {
      return broken("a block claims " + (length & 0xFFFF_FFFFL) + " octets");
    }
    if (length > LONGEST_BLOCK) {
      return skipLong(type, length);
    }
    if (!in.has(length)) {
      return broken("the last block is cut");
    }
    if (RecordReader.i32(in.buffer(), in.position() + length - 4, bigEndian) != length) {
      return broken("the two lengths of a block differ");
    }
    boolean packet = content(type, in.position() + 8, length - 12, frame);
    in.pass(damage == null ? length : 0);
    return packet;
  }

  private boolean skipLong(int type, int length) throws IOException {
    if (isPacket(type) || type == INTERFACE) {
      return broken("a block claims " + length + " octets");
    }
    long at = in.offset();
    if (!in.skip(length)) {
      damage = new Damage(at, "the last block is cut");
    }
    return false;
  }

  private boolean content(int type, int at, int length, @Nullable Frame frame) {
    return switch (type) {
      case INTERFACE ->
          length >= 8 ? describe(at, length) : broken("an interface block is too short");
      case ENHANCED_PACKET -> enhanced(at, length, frame);
      case SIMPLE_PACKET -> simple(at, length, frame);
      case OLD_PACKET -> old(at, length, frame);
      default -> false; // names, statistics, secrets, comments: nothing that was on the link
    };
  }

  private boolean section() throws IOException {
    int magic = RecordReader.i32(in.buffer(), in.position() + 8, true);
    bigEndian = magic == BYTE_ORDER_MAGIC;
    interfaces.clear();
    return bigEndian || magic == Integer.reverseBytes(BYTE_ORDER_MAGIC);
  }

  private boolean describe(int at, int length) {
    if (interfaces.size() == MOST_INTERFACES) {
      return broken("a section describes more than 65,536 interfaces");
    }
    var described = PcapngInterface.read(in.buffer(), at, length, bigEndian);
    interfaces.add(described);
    if (first == null) {
      first = described;
    }
    return false;
  }

  private boolean enhanced(int at, int length, @Nullable Frame frame) {
    if (length < 20) {
      return broken("a packet block is too short");
    }
    byte[] octets = in.buffer();
    return packet(
        frame,
        RecordReader.i32(octets, at, bigEndian),
        time(octets, at + 4),
        at + 20,
        RecordReader.i32(octets, at + 12, bigEndian),
        RecordReader.i32(octets, at + 16, bigEndian),
        length - 20);
  }

  private boolean old(int at, int length, @Nullable Frame frame) {
    if (length < 20) {
      return broken("a packet block is too short");
    }
    byte[] octets = in.buffer();
    return packet(
        frame,
        RecordReader.u16(octets, at, bigEndian),
        time(octets, at + 4),
        at + 20,
        RecordReader.i32(octets, at + 12, bigEndian),
        RecordReader.i32(octets, at + 16, bigEndian),
        length - 20);
  }

  /** A simple packet has no time and is of the first interface, cut at its snap length. */
  private boolean simple(int at, int length, @Nullable Frame frame) {
    if (length < 4 || interfaces.isEmpty()) {
      return broken("a simple packet block without an interface");
    }
    int original = RecordReader.i32(in.buffer(), at, bigEndian);
    int snaplen = interfaces.getFirst().snaplen();
    int captured = Math.min(original, length - 4);
    if (snaplen > 0) {
      captured = Math.min(captured, snaplen);
    }
    return packet(frame, 0, 0, at + 4, captured, original, length - 4);
  }

  private long time(byte[] octets, int at) {
    return ((long) RecordReader.i32(octets, at, bigEndian) << 32)
        | (RecordReader.i32(octets, at + 4, bigEndian) & 0xFFFF_FFFFL);
  }

  private boolean packet(
      @Nullable Frame frame, int iface, long ticks, int at, int captured, int original, int room) {
    if (iface < 0 || iface >= interfaces.size()) {
      return broken("a packet of an interface that was not described");
    }
    if (captured < 0 || captured > room || captured > LONGEST_FRAME) {
      return broken("a packet claims " + (captured & 0xFFFF_FFFFL) + " octets");
    }
    PcapngInterface from = interfaces.get(iface);
    if (frame != null) {
      frame.set(
          ++frames,
          from.epochNanos(ticks),
          from.linkType(),
          in.buffer(),
          at,
          captured,
          Math.max(captured, original));
    }
    return true;
  }

  private boolean broken(String what) {
    damage = new Damage(in.offset(), what);
    return false;
  }

  @Override
  public @Nullable Damage damage() {
    return damage;
  }

  @Override
  public int linkType() {
    return first == null ? -1 : first.linkType();
  }

  @Override
  public int snaplen() {
    return first == null || first.snaplen() <= 0 ? -1 : first.snaplen();
  }

  @Override
  public boolean nanoseconds() {
    return first != null && first.nanoseconds();
  }
}
