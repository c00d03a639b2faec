package dev.synfin.bench;

import dev.synfin.capture.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One Ethernet frame with IPv4, TCP and time stamps, written anew for each segment, with checksums
 * that are right.
 */
final class TcpFrame {
  static final int FIN = 1, SYN = 2, PSH = 8, ACK = 16;
  private static final int LINKTYPE_ETHERNET = 1;
  private static final int IP = 14, TCP = IP + 20;
  private static final int SHORT_HEADER = 32, SYN_HEADER = 40;
  private static final byte[] TEXT =
      "GET /a/resource/of/some/length HTTP/1.1\r\nHost: www.example.com\r\nAccept: */*\r\n\r\n"
          .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final byte[] octets = new byte[1514];
  private final ByteBuffer buffer = ByteBuffer.wrap(octets);
  private final Frame frame = new Frame();
  private long number;

  TcpFrame() {
    buffer.putInt(0, 0x02000000).putInt(6, 0x02000000).putShort(12, (short) 0x0800);
    for (int i = 0; i < octets.length - 66; i++) {
      octets[66 + i] = TEXT[i % TEXT.length];
    }
  }

  /** An end of a connection: where it is, and what it has sent and seen. */
  static final class End {
    final int address;
    final int port;
    int seq;
    int identification;

    End(int address, int port, int seq) {
      this.address = address;
      this.port = port;
      this.seq = seq;
      this.identification = seq >>> 16;
    }
  }

  /** Sends a segment from one end to the other, and moves the sender's number on. */
  Frame send(End from, End to, int flags, int payload, long nanos) {
    int header = (flags & SYN) != 0 ? SYN_HEADER : SHORT_HEADER;
    int length = 20 + header + payload;
    writeIp(from, to, length);
    buffer.putShort(TCP, (short) from.port).putShort(TCP + 2, (short) to.port);
    buffer.putInt(TCP + 4, from.seq).putInt(TCP + 8, (flags & ACK) != 0 ? to.seq : 0);
    buffer.put(TCP + 12, (byte) ((header / 4) << 4)).put(TCP + 13, (byte) flags);
    buffer.putShort(TCP + 14, (short) 0xFFFF).putInt(TCP + 16, 0);
    byte[] kept = header == SYN_HEADER ? Arrays.copyOfRange(octets, 66, 74) : null;
    writeOptions(header == SYN_HEADER, nanos);
    buffer.putShort(TCP + 16, checksum(TCP, header + payload, pseudo(from, to, header + payload)));
    from.seq += payload + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
    int size = IP + length;
    byte[] sent = kept == null ? octets : Arrays.copyOf(octets, size);
    if (kept != null) {
      System.arraycopy(kept, 0, octets, 66, kept.length);
    }
    frame.set(++number, nanos, LINKTYPE_ETHERNET, sent, 0, size, size);
    return frame;
  }

  private void writeIp(End from, End to, int length) {
    buffer.putShort(IP, (short) 0x4500).putShort(IP + 2, (short) length);
    buffer.putShort(IP + 4, (short) from.identification++).putShort(IP + 6, (short) 0x4000);
    buffer.putShort(IP + 8, (short) 0x4006).putShort(IP + 10, (short) 0);
    buffer.putInt(IP + 12, from.address).putInt(IP + 16, to.address);
    buffer.putShort(IP + 10, checksum(IP, 20, 0));
  }

  /** MSS, SACK permitted and window scale on a SYN; time stamps always. */
  private void writeOptions(boolean syn, long nanos) {
    int at = TCP + 20;
    if (syn) {
      buffer.putInt(at, 0x020405B4).putShort(at + 4, (short) 0x0402);
      buffer.put(at + 16, (byte) 1).put(at + 17, (byte) 3).put(at + 18, (byte) 3);
      buffer.put(at + 19, (byte) 7);
      at += 6;
    } else {
      buffer.putShort(at, (short) 0x0101);
      at += 2;
    }
    int stamp = (int) (nanos / 1_000_000);
    buffer.putShort(at, (short) 0x080A).putInt(at + 2, stamp).putInt(at + 6, stamp - 1);
  }

  private static long pseudo(End from, End to, int length) {
    return (from.address >>> 16L)
        + (from.address & 0xFFFFL)
        + (to.address >>> 16)
        + (to.address & 0xFFFF)
        + 6
        + length;
  }

  /** RFC 1071. */
  private short checksum(int at, int length, long start) {
    long sum = start;
    for (int i = 0; i + 1 < length; i += 2) {
      sum += buffer.getShort(at + i) & 0xFFFF;
    }
    if ((length & 1) != 0) {
      sum += (octets[at + length - 1] & 0xFF) << 8;
    }
    while (sum >>> 16 != 0) {
      sum = (sum >>> 16) + (sum & 0xFFFF);
    }
    return (short) ~sum;
  }
}
