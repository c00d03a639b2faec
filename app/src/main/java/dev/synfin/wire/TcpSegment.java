package dev.synfin.wire;

/** A TCP segment (RFC 9293, 3.1), with the options that matter already read. */
public final class TcpSegment extends IpPacket {
  /** Bits of {@link #flags()}. */
  public static final int FIN = 1,
      SYN = 2,
      RST = 4,
      PSH = 8,
      ACK = 16,
      URG = 32,
      ECE = 64,
      CWR = 128;

  int seq;
  int ack;
  int flags;
  int window;
  TcpOptions options = new TcpOptions();
  boolean checksumBad;
  boolean lengthKnown;
  boolean headerCut;

  TcpSegment() {}

  /** The sequence number as it stands in the header; compare with {@link SeqNumber} only. */
  public int seq() {
    return seq;
  }

  /** The acknowledgement number; meaningful only with {@link #ACK}. */
  public int ack() {
    return ack;
  }

  /** The eight flag bits. */
  public int flags() {
    return flags;
  }

  /** Whether one of the bits given is set. */
  public boolean has(int bits) {
    return (flags & bits) != 0;
  }

  /** The window field, not scaled. */
  public int window() {
    return window;
  }

  /** The options, filled again for the next segment. */
  public TcpOptions options() {
    return options;
  }

  /**
   * Whether the checksum is wrong and this cannot be the capturing host's offload: false where it
   * cannot be told (cut frame, fragment) or holds only the pseudo-header's sum.
   */
  public boolean checksumBad() {
    return checksumBad;
  }

  /**
   * Whether the packet tells how long the segment is: not the first fragment of several, nor one
   * whose header claims to be longer than the packet.
   */
  public boolean lengthKnown() {
    return lengthKnown;
  }

  /**
   * Whether the header ends behind the window or before the end of its options: the capture cut it,
   * or it claims to be longer than the packet.
   */
  public boolean headerCut() {
    return headerCut;
  }

  /** Octets of sequence space: payload, plus one for SYN and one for FIN (RFC 9293, 3.4). */
  public int sequenceLength() {
    return payloadLength + ((flags & SYN) == 0 ? 0 : 1) + ((flags & FIN) == 0 ? 0 : 1);
  }
}
