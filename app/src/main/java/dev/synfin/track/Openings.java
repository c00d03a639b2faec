package dev.synfin.track;

import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.capture.Frame;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Opening segments kept as the octets that they were, to be taken once more.
 *
 * <p>Each is its frame's number and time, two 64-bit numbers, the length of its packet, 16 bits,
 * and the packet's octets.
 */
final class Openings {
  private static final int PREFIX = 8 + 8 + 2;
  private static final int MOST_OCTETS = 400;
  private static final int LINKTYPE_RAW = 101;

  private final FrameDecoder decoder = new FrameDecoder();
  private final Frame frame = new Frame();

  /** Takes one segment again. */
  interface Taker {
    void take(TcpSegment segment, boolean first);
  }

  /** What was kept and this segment; null if it is one that is not kept, or too many. */
  static byte @Nullable [] append(byte[] kept, TcpSegment segment) {
    int length = segment.payloadOffset() - segment.networkOffset();
    if (!fits(segment) || kept.length + PREFIX + length > MOST_OCTETS) {
      return null;
    }
    byte[] more = Arrays.copyOf(kept, kept.length + PREFIX + length);
    ByteBuffer.wrap(more, kept.length, PREFIX + length)
        .putLong(segment.frameNumber())
        .putLong(segment.epochNanos())
        .putShort((short) length)
        .put(segment.octets(), segment.networkOffset(), length);
    return more;
  }

  private static boolean fits(TcpSegment segment) {
    return segment.has(SYN)
        && !segment.has(FIN | RST)
        && segment.lengthKnown()
        && segment.payloadLength() == 0
        && segment.payloadOffset() <= segment.frameEnd();
  }

  void replay(byte[] kept, Taker taker) {
    int at = 0;
    while (at < kept.length) {
      var prefix = ByteBuffer.wrap(kept, at, PREFIX);
      long number = prefix.getLong();
      long nanos = prefix.getLong();
      int length = prefix.getShort();
      frame.set(number, nanos, LINKTYPE_RAW, kept, at + PREFIX, length, length);
      if (decoder.decode(frame) instanceof TcpSegment segment) {
        taker.take(segment, at == 0);
      }
      at += PREFIX + length;
    }
  }
}
