package dev.synfin.fuzz;

import dev.synfin.capture.Frame;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.TcpOptions;
import dev.synfin.wire.TcpSegment;
import java.nio.ByteBuffer;

/** How much of the header the capture holds, then the options of one segment. */
public final class OptionsFuzz {
  private static final int RAW_IP = 101, LONGEST = 40;
  private static final FrameDecoder DECODER = new FrameDecoder();

  private OptionsFuzz() {}

  /** Decodes a segment with these options. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 1) {
      return;
    }
    byte[] packet = packet(input, Math.min(LONGEST, input.length - 1) & ~3);
    int captured = packet.length - Math.min(packet.length - 40, input[0] & 0x3F);
    var frame = new Frame();
    frame.set(1, 0, RAW_IP, packet, 0, captured, packet.length);
    if (!(DECODER.decode(frame) instanceof TcpSegment segment)) {
      throw new IllegalStateException("options keep a segment from being one");
    }
    TcpOptions options = segment.options();
    Sane.expect(options.sackBlocks() >= 0 && options.sackBlocks() <= 4, "too many SACK blocks");
    Sane.expect(options.mss() >= -1 && options.mss() <= 65_535, "a segment size of no 16 bits");
    Sane.expect(
        options.windowScale() >= -1 && options.windowScale() <= 255, "a shift of no 8 bits");
    Sane.expect(
        options.fastOpenLength() >= -1 && options.fastOpenLength() <= 38, "too long a cookie");
  }

  private static byte[] packet(byte[] input, int optionsLength) {
    var packet = ByteBuffer.allocate(40 + optionsLength);
    packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
    packet.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0x0A000001).putInt(0x0A000002);
    packet.putShort((short) 40_000).putShort((short) 80).putLong(1);
    packet.put((byte) (((20 + optionsLength) / 4) << 4)).put((byte) TcpSegment.SYN);
    packet.putShort((short) 1000).putInt(0);
    return packet.put(input, 1, optionsLength).array();
  }
}
