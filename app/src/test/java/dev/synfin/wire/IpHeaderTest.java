package dev.synfin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Lengths, extensions and fragments. */
class IpHeaderTest {
  private final FrameDecoder decoder = new FrameDecoder();

  private static FrameBuilder four() {
    return new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80).payload("hello");
  }

  private static FrameBuilder six() {
    return new FrameBuilder().from("2001:db8::1", 40000).to("2001:db8::2", 80).payload("hello");
  }

  private TcpSegment segment(FrameBuilder frame) {
    Decoded decoded = decoder.decode(frame.frame());
    assertThat(decoded).isInstanceOf(TcpSegment.class);
    return (TcpSegment) decoded;
  }

  private Decoded decoded(FrameBuilder frame) {
    return decoder.decode(frame.frame());
  }

  @Test
  void ipv4OptionsAreSkipped() {
    assertThat(segment(four().ip4Options(1, 1, 1, 0)).payloadLength()).isEqualTo(5);
  }

  @Test
  void ipv6ExtensionHeadersAreSkipped() {
    TcpSegment segment =
        segment(six().extension(0, 8).extension(43, 24).extension(51, 24).extension(60, 16));

    assertThat(segment.payloadLength()).isEqualTo(5);
    assertThat(segment.destinationPort()).isEqualTo(80);
    assertThat(segment.transportOffset()).isEqualTo(14 + 40 + 8 + 24 + 24 + 16);
  }

  @Test
  void extensionHeadersWithoutAnEndAreNotFollowed() {
    FrameBuilder frame = six();
    for (int i = 0; i < 17; i++) {
      frame.extension(60, 8);
    }

    assertThat(decoded(frame)).isEqualTo(Refusal.OTHER);
  }

  @Test
  void encryptedAndEmptyIpv6PacketsAreOther() {
    assertThat(decoded(six().protocol(50, new byte[40]))).isEqualTo(Refusal.OTHER);
    assertThat(decoded(six().protocol(59, new byte[0]))).isEqualTo(Refusal.OTHER);
  }

  @Test
  void anExtensionThatIsLongerThanThePacketIsMalformed() {
    assertThat(decoded(six().extension(60, 8).ipLength(4))).isEqualTo(Refusal.MALFORMED);
    assertThat(decoded(six().extension(60, 16).ipLength(8))).isEqualTo(Refusal.MALFORMED);
  }

  @Test
  void paddingOfAShortEthernetFrameIsNoPayload() {
    TcpSegment four = segment(four().payload("").padding(6));
    assertThat(four.payloadLength()).isZero();
    assertThat(four.checksumBad()).isFalse();

    TcpSegment six = segment(six().payload("a").padding(6));
    assertThat(six.payloadLength()).isEqualTo(1);
    assertThat(six.payloadCaptured()).isEqualTo(1);
  }

  @Test
  void aLengthLeftToTheNetworkCardReachesToTheFramesEnd() {
    TcpSegment four = segment(four().payload(new byte[70_000]).ipLength(0));
    assertThat(four.payloadLength()).isEqualTo(70_000);
    assertThat(four.checksumBad()).isFalse();

    TcpSegment six = segment(six().payload(new byte[70_000]).ipLength(0));
    assertThat(six.payloadLength()).isEqualTo(70_000);
    assertThat(six.checksumBad()).isFalse();
  }

  @Test
  void theFirstFragmentTellsItsPortsAndTheLaterOnesAreOther() {
    assertThat(segment(four().fragment(0, true)).sourcePort()).isEqualTo(40000);
    assertThat(segment(six().fragment(0, true)).sourcePort()).isEqualTo(40000);
    assertThat(decoded(four().fragment(1, true))).isEqualTo(Refusal.OTHER);
    assertThat(decoded(four().fragment(1, false))).isEqualTo(Refusal.OTHER);
    assertThat(decoded(six().fragment(1, false))).isEqualTo(Refusal.OTHER);
  }

  @Test
  void aFragmentsChecksumCannotBeTold() {
    assertThat(segment(four().fragment(0, true).checksum(1)).checksumBad()).isFalse();
    assertThat(segment(six().fragment(0, true).checksum(1)).checksumBad()).isFalse();
  }

  @Test
  void theFirstFragmentOfADatagramHasTheOctetsThatItCarries() {
    Decoded decoded = decoded(four().udp().udpLength(4000).fragment(0, true));

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Datagram.class, datagram -> assertThat(datagram.payloadLength()).isEqualTo(5));
  }

  @Test
  void anIpv6PacketThatIsItsOnlyFragmentIsWhole() {
    TcpSegment segment = segment(six().identification(77).fragment(0, false).checksum(1));

    assertThat(segment.identification()).isEqualTo(77);
    assertThat(segment.checksumBad()).isTrue();
  }

  @Test
  void aPayloadThatTheCaptureCutHasItsLengthOnTheWire() {
    TcpSegment segment = segment(four().snaplen(14 + 20 + 20 + 2).checksum(1));

    assertThat(segment.payloadLength()).isEqualTo(5);
    assertThat(segment.payloadCaptured()).isEqualTo(2);
    assertThat(segment.checksumBad()).isFalse();
  }

  @Test
  void aHeaderThatTheCaptureCutIsTruncated() {
    for (int captured : new int[] {0, 13, 15, 33, 34, 37}) {
      assertThat(decoded(four().snaplen(captured))).isEqualTo(Refusal.TRUNCATED);
    }
    for (int captured : new int[] {14, 53, 54, 61, 62, 65}) {
      assertThat(decoded(six().extension(60, 8).snaplen(captured))).isEqualTo(Refusal.TRUNCATED);
    }
    assertThat(decoded(four().udp().snaplen(41))).isEqualTo(Refusal.TRUNCATED);
  }

  @Test
  void aHeaderThatNeverWasWholeIsMalformed() {
    byte[] octets = four().octets();
    for (int length : new int[] {13, 15, 33, 34, 49}) {
      byte[] shorter = Arrays.copyOf(octets, length);

      assertThat(decoder.decode(Frames.of(1, shorter))).isEqualTo(Refusal.MALFORMED);
    }
  }

  @Test
  void lengthsThatContradictEachOtherAreMalformed() {
    byte[] shortHeader = four().octets();
    shortHeader[14] = 0x44;
    byte[] otherVersion = four().octets();
    otherVersion[14] = 0x65;

    assertThat(decoded(four().ipLength(19))).isEqualTo(Refusal.MALFORMED);
    assertThat(decoded(four().ipLength(35))).isEqualTo(Refusal.MALFORMED);
    assertThat(decoder.decode(Frames.of(1, shortHeader))).isEqualTo(Refusal.MALFORMED);
    assertThat(decoder.decode(Frames.of(1, otherVersion))).isEqualTo(Refusal.MALFORMED);
    assertThat(decoded(six().ipLength(15))).isEqualTo(Refusal.MALFORMED);
    assertThat(decoded(four().udp().udpLength(7))).isEqualTo(Refusal.MALFORMED);
    assertThat(decoded(four().udp().udpLength(14))).isEqualTo(Refusal.MALFORMED);
    assertThat(decoded(four().udp().ipLength(27))).isEqualTo(Refusal.MALFORMED);
  }
}
