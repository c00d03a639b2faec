package dev.synfin.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Writes one section with one interface, whose clock has micro- or nanoseconds. */
final class PcapngWriter {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int BLOCK = 12;
  private static final int PACKET = 20;
  private static final int END_OF_OPTIONS = 4;
  private static final byte MICRO = 6;
  private static final byte NANO = 9;

  private final OutputStream out;
  private final boolean nanoseconds;

  PcapngWriter(OutputStream out, boolean nanoseconds) {
    this.out = out;
    this.nanoseconds = nanoseconds;
  }

  /**
   * Writes the section's and the interface's description.
   *
   * @param linkType LINKTYPE_ number
   * @param snaplen 0 where it is not known
   */
  void begin(int linkType, int snaplen) throws IOException {
    ByteBuffer section = block(PcapngReader.SECTION_HEADER, 16);
    section.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
    end(section);
    ByteBuffer face = block(1, 8 + 8 + END_OF_OPTIONS);
    face.putShort((short) linkType).putShort((short) 0).putInt(snaplen);
    face.putShort((short) 9).putShort((short) 1).put(nanoseconds ? NANO : MICRO);
    face.position(face.position() + 3 + END_OF_OPTIONS);
    end(face);
  }

  /** Writes an enhanced packet block. */
  void write(Frame frame, @Nullable String comment) throws IOException {
    byte[] option = comment == null ? new byte[0] : PacketComment.option(comment, ORDER);
    int options = option.length == 0 ? 0 : option.length + END_OF_OPTIONS;
    int captured = PacketComment.padded(frame.capturedLength());
    ByteBuffer packet = block(6, PACKET + captured + options);
    long ticks = nanoseconds ? frame.epochNanos() : frame.epochNanos() / 1_000;
    packet.putInt(0).putInt((int) (ticks >>> 32)).putInt((int) ticks);
    packet.putInt(frame.capturedLength()).putInt(frame.length());
    packet.put(frame.octets(), frame.offset(), frame.capturedLength());
    packet.position(8 + PACKET + captured);
    packet.put(option);
    packet.position(8 + PACKET + captured + options);
    end(packet);
  }

  private static ByteBuffer block(int type, int content) {
    return ByteBuffer.allocate(BLOCK + content).order(ORDER).putInt(type).putInt(BLOCK + content);
  }

  @SuppressWarnings("ByteBufferBackingArray") // made by block()
  private void end(ByteBuffer block) throws IOException {
    out.write(block.putInt(block.capacity()).array());
  }
}
