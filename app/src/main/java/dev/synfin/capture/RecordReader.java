package dev.synfin.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the records of one capture-file format. */
sealed interface RecordReader permits PcapReader, PcapngReader {
  /** No link has larger frames; libpcap's own bound (MAXIMUM_SNAPLEN) for ordinary links. */
  int LONGEST_FRAME = 256 << 10;

  /** Reads the next frame; false at the file's end or at damage. */
  boolean next(Frame frame) throws IOException;

  /** Where the file stopped making sense, or null. */
  @Nullable Damage damage();

  /** LINKTYPE_ number of the (first) interface, or -1 while none is known. */
  int linkType();

  /** How much of each frame was kept at most, or -1 where the file does not say. */
  int snaplen();

  /** Whether time stamps have nanoseconds. */
  boolean nanoseconds();

  /** Numbers in either byte order. */
  static int i32(byte[] octets, int at, boolean bigEndian) {
    int value =
        (octets[at] & 0xFF)
            | ((octets[at + 1] & 0xFF) << 8)
            | ((octets[at + 2] & 0xFF) << 16)
            | ((octets[at + 3] & 0xFF) << 24);
    return bigEndian ? Integer.reverseBytes(value) : value;
  }

  static int u16(byte[] octets, int at, boolean bigEndian) {
    int one = octets[at] & 0xFF;
    int two = octets[at + 1] & 0xFF;
    return bigEndian ? (one << 8) | two : (two << 8) | one;
  }
}
