package dev.synfin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the link to the ports. */
class FrameDecoderTest {
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

  private static String told(TcpSegment segment) {
    return "%x:%x.%d > %x:%x.%d %d:%d(%d) ack %d win %d bad %s"
        .formatted(
            segment.sourceHigh(),
            segment.sourceLow(),
            segment.sourcePort(),
            segment.destinationHigh(),
            segment.destinationLow(),
            segment.destinationPort(),
            SeqNumber.unsigned(segment.seq()),
            SeqNumber.unsigned(segment.seq() + segment.sequenceLength()),
            segment.payloadLength(),
            SeqNumber.unsigned(segment.ack()),
            segment.window(),
            segment.checksumBad());
  }

  private static String payload(IpPacket packet) {
    return new String(
        packet.octets(), packet.payloadOffset(), packet.payloadCaptured(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 9, 10, 12, 50, 101, 104, 108, 113, 228, 258, 276})
  void aSegmentOverIpv4ReadsTheSameOverEveryLink(int linkType) {
    TcpSegment segment = segment(four().link(linkType).seq(4294967295L).ack(7).window(501));

    assertThat(told(segment))
        .isEqualTo("0:c0000201.40000 > 0:c0000202.80 4294967295:4(5) ack 7 win 501 bad false");
    assertThat(payload(segment)).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 9, 10, 12, 50, 101, 104, 108, 113, 229, 258, 276})
  void aSegmentOverIpv6ReadsTheSameOverEveryLink(int linkType) {
    TcpSegment segment = segment(six().link(linkType).seq(1).ack(7).window(501));

    assertThat(told(segment))
        .isEqualTo(
            "20010db800000000:1.40000 > 20010db800000000:2.80 1:6(5) ack 7 win 501 bad false");
    assertThat(payload(segment)).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 113, 276})
  void tagsOfVlansAreStackedToAnyDepth(int linkType) {
    FrameBuilder tagged = four().link(linkType).vlan(0x88A8, 100).vlan(0x8100, 7).vlan(0x8100, 8);

    assertThat(payload(segment(tagged))).isEqualTo("hello");
  }

  @Test
  void pppoeCarriesIpv4AndIpv6() {
    assertThat(payload(segment(four().pppoe()))).isEqualTo("hello");
    assertThat(payload(segment(six().vlan(0x8100, 7).pppoe()))).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 104, 113, 276})
  void labelsAreStackedToAnyDepth(int linkType) {
    assertThat(payload(segment(four().link(linkType).mpls(16)))).isEqualTo("hello");
    assertThat(payload(segment(six().link(linkType).mpls(3000).mpls(0).mpls(2))))
        .isEqualTo("hello");
  }

  @Test
  void tagsMayStandBeforeLabels() {
    FrameBuilder frame = four().vlan(0x8100, 7).mpls(17).mpls(18);

    assertThat(payload(segment(frame))).isEqualTo("hello");
    assertThat(decoded(frame.snaplen(25))).isEqualTo(Refusal.TRUNCATED);
  }

  @Test
  void whatElseLabelsCarryIsOther() {
    byte[] octets = four().mpls(16).octets();
    octets[18] = 0; // a control word before another link's frame (RFC 4385)

    assertThat(decoder.decode(Frames.of(1, octets))).isEqualTo(Refusal.OTHER);
  }

  @Test
  void pppMayLeaveOutTheFirstOctetOfItsProtocol() {
    byte[] compressed = FrameBuilder.concatenate(FrameBuilder.octets(0x21), four().packet());
    byte[] framed = FrameBuilder.concatenate(FrameBuilder.octets(0xFF, 3, 0x57), six().packet());
    byte[] labels = FrameBuilder.octets(2, 0x81, 0, 1, 1, 64);
    byte[] labelled = FrameBuilder.concatenate(labels, four().packet());

    assertThat(decoder.decode(Frames.of(9, compressed))).isInstanceOf(TcpSegment.class);
    assertThat(decoder.decode(Frames.of(50, framed))).isInstanceOf(TcpSegment.class);
    assertThat(decoder.decode(Frames.of(9, labelled))).isInstanceOf(TcpSegment.class);
  }

  @Test
  void aRouteStandsBehindTheAddressesOfATokenRing() {
    byte[] plain = four().link(6).octets();
    plain[8] |= (byte) 0x80;
    byte[] route = FrameBuilder.octets(6, 0x30, 0, 1, 0, 0);
    byte[] head = Arrays.copyOf(plain, 14);
    byte[] rest = Arrays.copyOfRange(plain, 14, plain.length);
    byte[] octets = FrameBuilder.concatenate(head, route, rest);

    assertThat(decoder.decode(Frames.of(6, octets))).isInstanceOf(TcpSegment.class);
  }

  @Test
  void aTapOfTapsIsOther() {
    byte[] octets = four().link(258).octets();
    octets[8] = 2;
    octets[9] = 1;

    assertThat(decoder.decode(Frames.of(258, octets))).isEqualTo(Refusal.OTHER);
  }

  @Test
  void aRoutedPacketGoesToTheLastNodeOfItsRoute() {
    String end = "20010db800000000:9.80";

    assertThat(told(segment(six().route(0, 1, "2001:db8::8", "2001:db8::9")))).contains(end);
    assertThat(told(segment(six().route(2, 1, "2001:db8::9")))).contains(end);
    assertThat(told(segment(six().route(4, 1, "2001:db8::9", "2001:db8::8")))).contains(end);
  }

  @Test
  void aRouteThatIsDoneOrUnknownOrCutTellsNoOtherNode() {
    String there = "20010db800000000:2.80";

    assertThat(told(segment(six().route(4, 0, "2001:db8::9")))).contains(there);
    assertThat(told(segment(six().route(3, 1, "2001:db8::9")))).contains(there);
    assertThat(told(segment(six().route(4, 1)))).contains(there);
  }

  @Test
  void everyBsdHasItsOwnNumberForIpv6OnTheLoopbackInterface() {
    for (int family : new int[] {10, 23, 24, 28, 30}) {
      byte[] octets = six().link(0).octets();
      octets[0] = (byte) family;

      assertThat(decoder.decode(Frames.of(0, octets))).isInstanceOf(TcpSegment.class);
    }
  }

  @Test
  void snapCarriesAnEtherType() {
    byte[] llc = FrameBuilder.octets(0, 53, 0xAA, 0xAA, 3, 0, 0, 0, 8, 0);
    byte[] addresses = new byte[12];
    byte[] octets = FrameBuilder.concatenate(addresses, llc, four().packet());

    assertThat(decoder.decode(Frames.of(1, octets))).isInstanceOf(TcpSegment.class);
  }

  @Test
  void framesOfOtherLinksAndProtocolsAreOther() {
    byte[] arp = four().octets();
    arp[13] = 6;

    assertThat(decoder.decode(Frames.of(1, arp))).isEqualTo(Refusal.OTHER);
    assertThat(decoder.decode(Frames.of(147, four().octets()))).isEqualTo(Refusal.OTHER);
    assertThat(decoder.decode(Frames.of(101, new byte[] {0x10}))).isEqualTo(Refusal.OTHER);
    assertThat(decoder.decode(Frames.of(0, new byte[] {0, 0, 0, 7}))).isEqualTo(Refusal.OTHER);
  }

  @Test
  void aTunnelIsNotFollowed() {
    byte[] inner = four().packet();
    byte[] gre = FrameBuilder.concatenate(FrameBuilder.octets(0, 0, 8, 0), inner);

    assertThat(decoded(four().protocol(47, gre))).isEqualTo(Refusal.OTHER);
    assertThat(decoded(four().protocol(4, inner))).isEqualTo(Refusal.OTHER);
    assertThat(decoded(six().protocol(4, inner))).isEqualTo(Refusal.OTHER);
    assertThat(decoded(four().protocol(41, six().packet()))).isEqualTo(Refusal.OTHER);
  }

  @Test
  void vxlanIsADatagram() {
    byte[] vxlan = FrameBuilder.octets(8, 0, 0, 0, 0, 0, 1, 0);
    byte[] inner = FrameBuilder.concatenate(vxlan, four().octets());

    assertThat(decoded(four().udp().to("192.0.2.2", 4789).payload(inner)))
        .isInstanceOfSatisfying(
            Datagram.class,
            datagram -> {
              assertThat(datagram.destinationPort()).isEqualTo(4789);
              assertThat(datagram.payloadLength()).isEqualTo(inner.length);
            });
  }

  @Test
  void anEmptyDatagramHasNoPayload() {
    assertThat(decoded(six().udp().payload("")))
        .isInstanceOfSatisfying(
            Datagram.class,
            datagram -> {
              assertThat(datagram.sourcePort()).isEqualTo(40000);
              assertThat(datagram.payloadLength()).isZero();
            });
  }

  @Test
  void aFrameTellsItsNumberItsTimeAndItsHeadersPlaces() {
    TcpSegment segment =
        segment(four().vlan(0x8100, 7).ttl(3).identification(0xFFFF).mss(1460).number(9).at(-5));

    assertThat(segment.frameNumber()).isEqualTo(9);
    assertThat(segment.epochNanos()).isEqualTo(-5);
    assertThat(segment.version()).isEqualTo(4);
    assertThat(segment.timeToLive()).isEqualTo(3);
    assertThat(segment.identification()).isEqualTo(0xFFFF);
    assertThat(segment.networkOffset()).isEqualTo(18);
    assertThat(segment.transportOffset()).isEqualTo(38);
    assertThat(segment.payloadOffset()).isEqualTo(62);
  }

  @Test
  void ipv6WithoutAFragmentHeaderHasNoIdentification() {
    assertThat(segment(six()).identification()).isEqualTo(-1);
  }

  @Test
  void aFrameIsReadWhereItLiesInALargerArray() {
    byte[] octets = four().octets();
    byte[] larger = FrameBuilder.concatenate(new byte[11], octets, new byte[11]);
    var frame = new Frame();
    frame.set(1, 0, 1, larger, 11, octets.length, octets.length);

    TcpSegment segment = (TcpSegment) decoder.decode(frame);

    assertThat(segment.frameOffset()).isEqualTo(11);
    assertThat(payload(segment)).isEqualTo("hello");
  }
}
