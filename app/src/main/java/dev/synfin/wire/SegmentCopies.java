package dev.synfin.wire;

import dev.synfin.capture.Frame;
import java.util.function.Consumer;

/**
 * Segments kept for later as the octets of their headers, many times smaller than what is concluded
 * from them, and decoded once more.
 *
 * <p>Each is its frame's number and time, 64 bits each, the length of its headers, 16 bits, and the
 * headers. Not for use by two threads at once.
 */
public final class SegmentCopies {
  private static final int PREFIX = 8 + 8 + 2;
  private static final int LINKTYPE_RAW = 101;

  private final FrameDecoder decoder = new FrameDecoder();
  private final Frame frame = new Frame();

  /** Whether a copy says all that the segment does: one without payload that was not cut. */
  public static boolean canHold(TcpSegment segment) {
    return segment.lengthKnown
        && segment.payloadLength == 0
        && !segment.headerCut
        && segment.payloadOffset <= segment.frameEnd;
  }

  /** How many octets {@link #put} needs. */
  public static int length(TcpSegment segment) {
    return PREFIX + segment.payloadOffset - segment.networkOffset;
  }

  /**
   * Puts a copy behind those that are there.
   *
   * @param at where it begins: where the last of those ends
   * @return where it ends
   */
  public static int put(byte[] copies, int at, TcpSegment segment) {
    int length = length(segment) - PREFIX;
    Octets.putI64(copies, at, segment.frameNumber);
    Octets.putI64(copies, at + 8, segment.epochNanos);
    Octets.putI16(copies, at + 16, length);
    System.arraycopy(segment.octets, segment.networkOffset, copies, at + PREFIX, length);
    return at + PREFIX + length;
  }

  /** Decodes the copies one after the other; each segment is valid during its call only. */
  public void replay(byte[] copies, Consumer<TcpSegment> taker) {
    int at = 0;
    while (at < copies.length) {
      long number = Octets.i64(copies, at);
      long nanos = Octets.i64(copies, at + 8);
      int length = Octets.u16(copies, at + 16);
      frame.set(number, nanos, LINKTYPE_RAW, copies, at + PREFIX, length, length);
      if (decoder.decode(frame) instanceof TcpSegment segment) {
        taker.accept(segment);
      }
      at += PREFIX + length;
    }
  }
}
