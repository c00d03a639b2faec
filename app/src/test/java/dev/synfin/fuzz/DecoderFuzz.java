package dev.synfin.fuzz;

import dev.synfin.capture.Frame;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IpPacket;

/** One frame: its link type, how much longer it was on the wire, then its octets. */
public final class DecoderFuzz {
  private static final int[] LINK_TYPES = {0, 1, 9, 12, 50, 101, 104, 108, 113, 228, 229, 276};
  private static final FrameDecoder DECODER = new FrameDecoder();

  private DecoderFuzz() {}

  /** Decodes one frame. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int linkType = LINK_TYPES[(input[0] & 0xFF) % LINK_TYPES.length];
    int captured = input.length - 2;
    var frame = new Frame();
    frame.set(1, 0, linkType, input, 2, captured, captured + (input[1] & 0xFF));
    if (DECODER.decode(frame) instanceof IpPacket packet) {
      Sane.expect(packet.payloadLength() >= 0, "a payload of negative length");
      Sane.expect(packet.payloadCaptured() >= 0, "less than nothing captured");
      Sane.expect(packet.payloadCaptured() <= packet.payloadLength(), "more payload than there is");
      Sane.expect(
          packet.payloadCaptured() == 0
              || packet.payloadOffset() + packet.payloadCaptured() <= input.length,
          "payload beyond the frame");
      Sane.expect(packet.networkOffset() >= 2, "an IP header before the frame");
      Sane.expect(packet.transportOffset() >= packet.networkOffset(), "headers in a wrong order");
    }
  }
}
