package dev.synfin.wire;

import static dev.synfin.wire.ChecksumVerdict.ABSENT;
import static dev.synfin.wire.ChecksumVerdict.RIGHT;
import static dev.synfin.wire.ChecksumVerdict.UNFINISHED;
import static dev.synfin.wire.ChecksumVerdict.UNKNOWN;
import static dev.synfin.wire.ChecksumVerdict.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reader is told of a checksum. */
class ChecksumVerdictTest {
  private final FrameDecoder decoder = new FrameDecoder();

  private static FrameBuilder four() {
    return new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80).payload("hello");
  }

  private static FrameBuilder six() {
    return new FrameBuilder().from("2001:db8::1", 40000).to("2001:db8::2", 80).payload("hello");
  }

  private ChecksumVerdict verdict(FrameBuilder frame) {
    return decoder.checksum((IpPacket) decoder.decode(frame.frame()));
  }

  @Test
  void thatOfTheseOctetsIsRight() {
    assertThat(verdict(four())).isEqualTo(RIGHT);
    assertThat(verdict(six().mss(1460))).isEqualTo(RIGHT);
    assertThat(verdict(four().udp())).isEqualTo(RIGHT);
    assertThat(verdict(six().udp().padding(6))).isEqualTo(RIGHT);
  }

  @Test
  void thatOfOthersIsWrong() {
    assertThat(verdict(four().checksum(1))).isEqualTo(WRONG);
    assertThat(verdict(six().checksum(1))).isEqualTo(WRONG);
    assertThat(verdict(four().udp().checksum(1))).isEqualTo(WRONG);
    assertThat(verdict(six().udp().checksum(1))).isEqualTo(WRONG);
  }

  @Test
  void thatOfThePseudoHeaderAloneWasLeftToTheNetworkCard() {
    assertThat(verdict(four().checksumOffloaded())).isEqualTo(UNFINISHED);
    assertThat(verdict(six().checksumOffloaded())).isEqualTo(UNFINISHED);
    assertThat(verdict(four().checksum(0))).isEqualTo(UNFINISHED);
  }

  /** RFC 768; RFC 8200, 8.1: over IPv6 there has to be one. */
  @Test
  void aDatagramOverIpv4NeedsNone() {
    assertThat(verdict(four().udp().checksum(0))).isEqualTo(ABSENT);
    assertThat(verdict(six().udp().checksum(0))).isEqualTo(WRONG);
  }

  @Test
  void ofAPartNothingIsKnown() {
    assertThat(verdict(four().checksum(1).snaplen(14 + 20 + 20 + 2))).isEqualTo(UNKNOWN);
    assertThat(verdict(four().udp().checksum(1).snaplen(14 + 20 + 8))).isEqualTo(UNKNOWN);
    assertThat(verdict(four().checksum(1).snaplen(14 + 20 + 4))).isEqualTo(UNKNOWN);
    assertThat(verdict(four().fragment(0, true).checksum(1))).isEqualTo(UNKNOWN);
    assertThat(verdict(six().fragment(0, true).checksum(1))).isEqualTo(UNKNOWN);
  }

  /** The capture's number for it is 32 bits, and the frame need not begin where its buffer does. */
  @Test
  void ofAFrameThatClaimsTwoGigabytesNothingIsKnown() {
    for (var builder : List.of(four().ipLength(0), four().udp().udpLength(0).ipLength(0))) {
      byte[] octets = builder.octets();
      var buffer = new byte[100 + octets.length];
      System.arraycopy(octets, 0, buffer, 100, octets.length);
      var frame = new Frame();
      frame.set(1, 0, 1, buffer, 100, octets.length, Integer.MAX_VALUE);

      var packet = (IpPacket) decoder.decode(frame);

      assertThat(packet.payloadLength()).isGreaterThan(Integer.MAX_VALUE - 100);
      assertThat(decoder.checksum(packet)).isEqualTo(UNKNOWN);
    }
  }

  /** RFC 792: over ICMP alone, without a pseudo-header. */
  @Test
  void anIcmpErrorsIsOverItsQuoteToo() {
    byte[] octets = four().icmp(3, 3, four().packet()).octets();
    int at = 14 + 20;
    int sum = 0;
    for (int i = at; i < octets.length; i += 2) {
      sum += Octets.u8(octets, i) << 8 | (i + 1 < octets.length ? Octets.u8(octets, i + 1) : 0);
    }
    int checksum = ~((sum & 0xFFFF) + (sum >>> 16));
    assertThat(verdict(octets)).isEqualTo(WRONG);

    octets[at + 2] = (byte) (checksum >> 8);
    octets[at + 3] = (byte) checksum;
    assertThat(verdict(octets)).isEqualTo(RIGHT);
    octets[octets.length - 1]++;
    assertThat(verdict(octets)).isEqualTo(WRONG);
  }

  private ChecksumVerdict verdict(byte[] octets) {
    return decoder.checksum((IpPacket) decoder.decode(Frames.of(1, octets)));
  }
}
