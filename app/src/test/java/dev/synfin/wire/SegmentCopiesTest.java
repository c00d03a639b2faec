package dev.synfin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentCopiesTest {
  private final FrameDecoder decoder = new FrameDecoder();

  private TcpSegment decoded(FrameBuilder built) {
    return (TcpSegment) decoder.decode(built.frame());
  }

  private static String text(TcpSegment segment) {
    return segment.frameNumber()
        + " "
        + segment.epochNanos()
        + " "
        + segment.seq()
        + " mss "
        + segment.options().mss()
        + " from "
        + segment.sourceLow()
        + ":"
        + segment.sourcePort();
  }

  @Test
  void copiesAreDecodedAgainInOrderAndSayTheSame() {
    byte[] copies = new byte[400];
    int end = 0;
    List<String> originals = new ArrayList<>();
    var four = new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80).mss(1460);
    var six = new FrameBuilder().from("2001:db8::1", 40000).to("2001:db8::2", 80).mss(1440);
    for (var built : List.of(four.number(7).at(70), six.vlan(0x8100, 2).number(8).at(80))) {
      TcpSegment segment = decoded(built);
      originals.add(text(segment));
      int begin = end;
      end = SegmentCopies.put(copies, begin, segment);
      assertThat(end - begin).isEqualTo(SegmentCopies.length(segment));
    }
    List<String> again = new ArrayList<>();
    new SegmentCopies().replay(Arrays.copyOf(copies, end), segment -> again.add(text(segment)));
    assertThat(again).isEqualTo(originals);
  }

  @Test
  void aSegmentWithPayloadIsNotHeld() {
    var built = new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80).payload("x");
    assertThat(SegmentCopies.canHold(decoded(built))).isFalse();
  }
}
