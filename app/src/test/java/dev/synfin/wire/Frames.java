package dev.synfin.wire;

import dev.synfin.capture.Frame;
import java.util.ArrayList;
import java.util.List;

/** Frames made of octets, and one good frame of each kind. */
final class Frames {
  private Frames() {}

  static Frame of(int linkType, byte[] octets) {
    return cut(linkType, octets, octets.length);
  }

  /** A frame that was longer on the link. */
  static Frame cut(int linkType, byte[] octets, int length) {
    var frame = new Frame();
    frame.set(1, 0, linkType, octets, 0, octets.length, length);
    return frame;
  }

  static List<FrameBuilder> ofEveryKind() {
    var frames = new ArrayList<FrameBuilder>();
    for (int linkType : new int[] {0, 1, 9, 101, 108, 113, 276}) {
      frames.add(four().link(linkType).mss(1460).sackPermitted().timestamps(1, 0).windowScale(7));
      frames.add(six().link(linkType).sack(1, 2, 3, 4).timestamps(1, 0).payload("hello"));
      frames.add(four().link(linkType).udp().payload("hello"));
    }
    byte[] quote4 = four().packet();
    byte[] quote6 = six().packet();
    frames.add(four().vlan(0x88A8, 1).vlan(0x8100, 2).pppoe().payload("hello"));
    frames.add(four().ip4Options(1, 1, 1, 0).fastOpen(1, 2, 3, 4).padding(6));
    frames.add(four().icmp(3, 3, quote4));
    frames.add(six().icmp(1, 4, quote6));
    frames.add(
        six().extension(0, 8).extension(43, 24).extension(51, 24).extension(60, 16).payload("x"));
    frames.add(six().fragment(0, true).payload("hello"));
    return frames;
  }

  private static FrameBuilder four() {
    return new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80);
  }

  private static FrameBuilder six() {
    return new FrameBuilder().from("2001:db8::1", 40000).to("2001:db8::2", 80);
  }
}
