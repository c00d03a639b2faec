package dev.synfin.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Copies a pcapng file block by block, and puts comments into those of packets. */
final class PcapngCopy {
  private static final int HEAD = 12;
  private static final int PACKET = 20;
  private static final int END_OF_OPTIONS = 4;
  private static final int LONGEST_PACKET = 512 << 10;

  private final InputStream in;
  private final CommentedCapture.Comments comments;
  private final OutputStream out;
  private boolean bigEndian;
  private long offset;
  private long frames;
  private boolean cut;

  PcapngCopy(InputStream in, CommentedCapture.Comments comments, OutputStream out) {
    this.in = in;
    this.comments = comments;
    this.out = out;
  }

  /** Copies everything, or all before damage, which it returns. */
  @Nullable Damage run() throws IOException {
    String wrong = null;
    while (wrong == null) {
      byte[] head = read(HEAD);
      if (head.length == 0 && !cut) {
        return null;
      }
      wrong = head.length < HEAD ? "the last block is cut" : block(head);
    }
    return new Damage(offset, wrong);
  }

  /** Copies one block; returns what is wrong with it, or null. */
  private @Nullable String block(byte[] head) throws IOException {
    if (RecordReader.i32(head, 0, true) == PcapngReader.SECTION_HEADER) {
      int magic = RecordReader.i32(head, 8, true);
      bigEndian = magic == 0x1A2B3C4D;
      if (!bigEndian && magic != 0x4D3C2B1A) {
        return "a section's byte order cannot be told";
      }
    }
    int type = RecordReader.i32(head, 0, bigEndian);
    int length = RecordReader.i32(head, 4, bigEndian);
    boolean packet = type == 6 || type == 3 || type == 2;
    if (length < HEAD || length % 4 != 0 || (packet && length > LONGEST_PACKET)) {
      return "a block claims " + (length & 0xFFFF_FFFFL) + " octets";
    }
    return packet ? packet(type, head, length) : other(head, length);
  }

  /** One that may be long, of which nothing is to be known. */
  private @Nullable String other(byte[] head, int length) throws IOException {
    out.write(head);
    for (int left = length - HEAD; left > 0; ) {
      byte[] some = read(Math.min(left, 1 << 16));
      if (some.length == 0) {
        return "the last block is cut";
      }
      out.write(some);
      left -= some.length;
    }
    offset += length;
    return null;
  }

  private @Nullable String packet(int type, byte[] head, int length) throws IOException {
    byte[] rest = read(length - HEAD);
    if (rest.length < length - HEAD) {
      return "the last block is cut";
    }
    byte[] block = Arrays.copyOf(head, length);
    System.arraycopy(rest, 0, block, HEAD, rest.length);
    String comment = comments.of(++frames);
    int options = type == 3 ? -1 : optionsOf(block);
    if (comment == null || options < 0) {
      out.write(block); // a simple packet has no options
    } else {
      write(block, options, comment);
    }
    offset += length;
    return null;
  }

  /** Where the options of a packet begin, or -1 where it claims more octets than it has. */
  private int optionsOf(byte[] block) {
    if (block.length < HEAD + PACKET) {
      return -1;
    }
    int captured = RecordReader.i32(block, 8 + 12, bigEndian);
    int room = block.length - HEAD - PACKET;
    return captured < 0 || captured > room ? -1 : 8 + PACKET + PacketComment.padded(captured);
  }

  private void write(byte[] block, int options, String comment) throws IOException {
    ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] option = PacketComment.option(comment, order);
    int end = block.length - 4;
    int more = option.length + (options == end ? END_OF_OPTIONS : 0);
    ByteBuffer longer = ByteBuffer.allocate(block.length + more).order(order);
    longer.put(block, 0, options).put(option).put(block, options, end - options);
    longer.putInt(4, longer.capacity()).putInt(longer.capacity() - 4, longer.capacity());
    out.write(longer.array());
  }

  /** Compressed data that end too soon or are damaged are as if the file ended there. */
  private byte[] read(int count) throws IOException {
    try {
      return in.readNBytes(count);
    } catch (EOFException | ZipException e) {
      cut = true;
      return new byte[0];
    }
  }
}
