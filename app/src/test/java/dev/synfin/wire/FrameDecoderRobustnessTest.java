package dev.synfin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.synfin.capture.Frame;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a frame holds: no exception, no offset outside it, no garbage. */
class FrameDecoderRobustnessTest {
  private static final int[] LINK_TYPES = {0, 1, 9, 12, 14, 50, 101, 108, 113, 147, 228, 229, 276};
  private final FrameDecoder decoder = new FrameDecoder();

  /** What every decoded packet promises about the octets that it points to. */
  private void expectSane(Frame frame) {
    if (decoder.decode(frame) instanceof IpPacket packet) {
      int end = frame.offset() + frame.capturedLength();
      assertThat(packet.payloadLength()).isNotNegative();
      assertThat(packet.payloadCaptured()).isBetween(0, packet.payloadLength());
      assertThat(packet.frameOffset()).isEqualTo(frame.offset());
      assertThat(packet.networkOffset()).isBetween(frame.offset(), end);
      assertThat(packet.transportOffset()).isBetween(packet.networkOffset(), end);
      assertThat(packet.payloadOffset()).isGreaterThan(packet.transportOffset());
      if (packet.payloadCaptured() > 0) {
        assertThat(packet.payloadOffset() + packet.payloadCaptured()).isLessThanOrEqualTo(end);
      }
    }
  }

  @Test
  void everyPrefixOfEveryGoodFrameIsDecodedOrRefused() {
    for (FrameBuilder builder : Frames.ofEveryKind()) {
      Frame whole = builder.frame();
      for (int length = 0; length < whole.length(); length++) {
        byte[] prefix = Arrays.copyOf(whole.octets(), length);

        expectSane(Frames.of(whole.linkType(), prefix));
        expectSane(Frames.cut(whole.linkType(), prefix, whole.length()));
      }
    }
  }

  @Test
  void everyFrameWithRandomOctetsChangedIsDecodedOrRefused() {
    var random = new Random(7378);
    List<FrameBuilder> good = Frames.ofEveryKind();
    for (int i = 0; i < 200_000; i++) {
      Frame frame = good.get(random.nextInt(good.size())).frame();
      byte[] octets = frame.octets();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
      }
      int kept = random.nextInt(octets.length + 1);

      expectSane(Frames.cut(frame.linkType(), Arrays.copyOf(octets, kept), octets.length));
    }
  }

  @Test
  void randomOctetsOverAnyLinkAreDecodedOrRefused() {
    var random = new Random(173);
    for (int i = 0; i < 200_000; i++) {
      byte[] octets = new byte[random.nextInt(120)];
      random.nextBytes(octets);

      expectSane(Frames.of(LINK_TYPES[random.nextInt(LINK_TYPES.length)], octets));
    }
  }

  @Test
  void decodingMakesNoGarbage() {
    List<Frame> frames = Frames.ofEveryKind().stream().map(FrameBuilder::frame).toList();
    Frame[] array = frames.toArray(Frame[]::new);
    decode(array, 100_000);
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = thread.getCurrentThreadAllocatedBytes();
    decode(array, 100_000);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / 100_000).isZero();
  }

  private void decode(Frame[] frames, int times) {
    for (int i = 0; i < times; i++) {
      decoder.decode(frames[i % frames.length]);
    }
  }
}
