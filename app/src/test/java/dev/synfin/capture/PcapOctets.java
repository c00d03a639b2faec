package dev.synfin.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A classic capture file, octet by octet. */
final class PcapOctets {
  static final int MICRO = 0xA1B2C3D4;
  static final int NANO = 0xA1B23C4D;
  static final int KUZNETZOV = 0xA1B2CD34;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> ends = new ArrayList<>();
  private final ByteOrder order;
  private final int magic;

  PcapOctets(ByteOrder order, int magic, int linkType) {
    this.order = order;
    this.magic = magic;
    ByteBuffer header =
        ByteBuffer.allocate(24).order(order).putInt(magic).putShort((short) 2).putShort((short) 4);
    out.writeBytes(header.putInt(0).putInt(0).putInt(65535).putInt(linkType).array());
    ends.add(out.size());
  }

  PcapOctets record(long seconds, int fraction, byte[] octets, int length) {
    return record(seconds, fraction, octets.length, octets, length);
  }

  /** A record that claims to hold so many octets. */
  PcapOctets record(long seconds, int fraction, int claimed, byte[] octets, int length) {
    var header = ByteBuffer.allocate(magic == KUZNETZOV ? 24 : 16).order(order);
    header.putInt((int) seconds).putInt(fraction).putInt(claimed).putInt(length);
    out.writeBytes(header.array());
    out.writeBytes(octets);
    ends.add(out.size());
    return this;
  }

  /** Where the header and every record end. */
  List<Integer> ends() {
    return ends;
  }

  byte[] octets() {
    return out.toByteArray();
  }
}
