package dev.synfin.track;

import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.TcpSegment;

/** Wireshark's {@code tcp.completeness}: a sum of what was seen. */
final class Completeness {
  private static final int SYN_SEEN = 1,
      SYN_ACK_SEEN = 2,
      ACK_SEEN = 4,
      DATA_SEEN = 8,
      FIN_SEEN = 16,
      RST_SEEN = 32;

  private Completeness() {}

  /**
   * The sum after a segment.
   *
   * @param known whether the sender's numbers were known before: a SYN counts, and starts the sum,
   *     only where they were not
   */
  static byte after(byte sum, TcpSegment segment, boolean known) {
    int s = sum;
    boolean data = segment.payloadLength() > 0;
    switch (segment.flags() & (SYN | ACK)) {
      case SYN -> s = known ? s : SYN_SEEN | (data ? DATA_SEEN : 0);
      case SYN | ACK -> s |= SYN_ACK_SEEN;
      case ACK -> s |= data ? DATA_SEEN : ACK_SEEN;
      default -> {}
    }
    if ((segment.flags() & (FIN | ACK)) == (FIN | ACK)) {
      s |= FIN_SEEN;
    }
    if (segment.has(RST)) {
      s |= RST_SEEN;
    }
    return (byte) s;
  }

  /** Whether a FIN or RST was seen. */
  static boolean ended(byte sum) {
    return (sum & (FIN_SEEN | RST_SEEN)) != 0;
  }
}
