package dev.synfin.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Frames in memory as a capture file with nanoseconds has them: seconds, nanoseconds, octets
 * present and octets on the link, 32 bits each in the machine's own byte order, then the frame.
 */
final class Records {
  static final int HEADER = 16;
  private static final VarHandle I32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private Records() {}

  /** Puts a frame there; the caller has seen to the room. */
  static void put(Frame frame, byte[] octets, int at) {
    I32.set(octets, at, (int) (frame.epochNanos() / 1_000_000_000L));
    I32.set(octets, at + 4, (int) (frame.epochNanos() % 1_000_000_000L));
    I32.set(octets, at + 8, frame.capturedLength());
    I32.set(octets, at + 12, frame.length());
    System.arraycopy(frame.octets(), frame.offset(), octets, at + HEADER, frame.capturedLength());
  }

  /**
   * Points a frame at a record.
   *
   * @param perSecond how many of the second number make a second
   * @return where the next record begins
   */
  static int get(byte[] octets, int at, long number, int linkType, int perSecond, Frame frame) {
    long seconds = (int) I32.get(octets, at) & 0xFFFF_FFFFL;
    long fraction = (int) I32.get(octets, at + 4);
    int captured = (int) I32.get(octets, at + 8);
    frame.set(
        number,
        seconds * 1_000_000_000L + fraction * (1_000_000_000 / perSecond),
        linkType,
        octets,
        at + HEADER,
        captured,
        Math.max(captured, (int) I32.get(octets, at + 12)));
    return at + HEADER + captured;
  }
}
