package dev.synfin.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The classic format (draft-ietf-opsawg-pcap): micro- or nanoseconds, either byte order, and
 * Kuznetzov's variant with longer record headers.
 */
final class PcapReader implements RecordReader {
  static final int HEADER = 24;
  private static final int MICRO = 0xA1B2C3D4;
  private static final int NANO = 0xA1B23C4D;
  private static final int KUZNETZOV = 0xA1B2CD34;

  private final OctetStream in;
  private final boolean bigEndian;
  private final boolean nanoseconds;
  private final int recordHeader;
  private final int linkType;
  private final int snaplen;
  private long frames;
  private @Nullable Damage damage;

  /** Reads the file's header, which must lie in the stream's buffer. */
  PcapReader(OctetStream in) {
    this.in = in;
    int at = in.position();
    bigEndian = isMagic(RecordReader.i32(in.buffer(), at, true));
    int magic = RecordReader.i32(in.buffer(), at, bigEndian);
    nanoseconds = magic == NANO;
    recordHeader = magic == KUZNETZOV ? 24 : 16;
    snaplen = RecordReader.i32(in.buffer(), at + 16, bigEndian);
    linkType = RecordReader.i32(in.buffer(), at + 20, bigEndian) & 0xFFFF;
    in.pass(HEADER);
  }

  static boolean isMagic(int magic) {
    return magic == MICRO || magic == NANO || magic == KUZNETZOV;
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    if (damage != null || in.atEnd()) {
      return false;
    }
    if (!in.has(recordHeader)) {
      return broken("the last record's header is cut");
    }
    byte[] octets = in.buffer();
    int at = in.position();
    long seconds = RecordReader.i32(octets, at, bigEndian) & 0xFFFF_FFFFL;
    long fraction = RecordReader.i32(octets, at + 4, bigEndian) & 0xFFFF_FFFFL;
    int captured = RecordReader.i32(octets, at + 8, bigEndian);
    int length = RecordReader.i32(octets, at + 12, bigEndian);
    if (captured < 0 || captured > LONGEST_FRAME) {
      return broken("a record claims " + (captured & 0xFFFF_FFFFL) + " octets");
    }
    if (!in.has(recordHeader + captured)) {
      return broken("the last record is cut");
    }
    frame.set(
        ++frames,
        seconds * 1_000_000_000L + (nanoseconds ? fraction : fraction * 1_000),
        linkType,
        in.buffer(),
        in.position() + recordHeader,
        captured,
        Math.max(captured, length));
    in.pass(recordHeader + captured);
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
    return linkType;
  }

  @Override
  public int snaplen() {
    return snaplen <= 0 ? -1 : snaplen;
  }

  @Override
  public boolean nanoseconds() {
    return nanoseconds;
  }
}
