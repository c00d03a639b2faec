package dev.synfin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpErrorDecoderTest {
  private final FrameDecoder decoder = new FrameDecoder();

  private static FrameBuilder four() {
    return new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80).payload("hello");
  }

  private static FrameBuilder six() {
    return new FrameBuilder().from("2001:db8::1", 40000).to("2001:db8::2", 80).payload("hello");
  }

  private IcmpError error(FrameBuilder frame) {
    Decoded decoded = decoder.decode(frame.frame());
    assertThat(decoded).isInstanceOf(IcmpError.class);
    return (IcmpError) decoded;
  }

  @Test
  void anErrorOfARouterQuotesThePacketItIsAbout() {
    byte[] quote = Arrays.copyOf(four().packet(), 28);

    IcmpError error = error(new FrameBuilder().from("198.51.100.1", 0).icmp(11, 0, quote));

    assertThat(error.type()).isEqualTo(11);
    assertThat(error.sourceLow()).isEqualTo(0xC6336401L);
    assertThat(error.sourcePort()).isZero();
    assertThat(error.quotedProtocol()).isEqualTo(6);
    assertThat(error.quotedSourceLow()).isEqualTo(0xC0000201L);
    assertThat(error.quotedDestinationLow()).isEqualTo(0xC0000202L);
    assertThat(error.quotedSourcePort()).isEqualTo(40000);
    assertThat(error.quotedDestinationPort()).isEqualTo(80);
    assertThat(error.payloadLength()).isEqualTo(28);
  }

  @Test
  void portUnreachableOverIpv6QuotesADatagram() {
    IcmpError error = error(six().icmp(1, 4, six().udp().packet()));

    assertThat(error.version()).isEqualTo(6);
    assertThat(error.code()).isEqualTo(4);
    assertThat(error.quotedProtocol()).isEqualTo(17);
    assertThat(error.quotedSourceHigh()).isEqualTo(0x20010DB800000000L);
    assertThat(error.quotedDestinationLow()).isEqualTo(2);
    assertThat(error.quotedDestinationPort()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 11, 12})
  void theseAreErrorsOfIpv4(int type) {
    assertThat(error(four().icmp(type, 0, four().packet())).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 127})
  void theseAreErrorsOfIpv6(int type) {
    assertThat(error(six().icmp(type, 0, six().packet())).type()).isEqualTo(type);
  }

  @Test
  void echoesAndNeighboursAreOther() {
    assertThat(decoder.decode(four().icmp(8, 0, new byte[56]).frame())).isEqualTo(Refusal.OTHER);
    assertThat(decoder.decode(six().icmp(135, 0, new byte[16]).frame())).isEqualTo(Refusal.OTHER);
  }

  @Test
  void anErrorAboutAPacketWithoutPortsIsOther() {
    byte[] echo = four().icmp(8, 0, new byte[8]).packet();
    byte[] later = four().fragment(9, false).packet();

    assertThat(decoder.decode(four().icmp(3, 1, echo).frame())).isEqualTo(Refusal.OTHER);
    assertThat(decoder.decode(four().icmp(11, 1, later).frame())).isEqualTo(Refusal.OTHER);
  }

  @Test
  void aQuoteThatTheCaptureCutIsTruncatedAndOneThatIsTooShortMalformed() {
    byte[] quote = four().packet();

    for (int captured : new int[] {34, 41, 42, 61, 65}) {
      assertThat(decoder.decode(four().icmp(3, 3, quote).snaplen(captured).frame()))
          .isEqualTo(Refusal.TRUNCATED);
    }
    assertThat(decoder.decode(four().icmp(3, 3, new byte[0]).frame())).isEqualTo(Refusal.MALFORMED);
    assertThat(decoder.decode(four().icmp(3, 3, Arrays.copyOf(quote, 23)).frame()))
        .isEqualTo(Refusal.MALFORMED);
    assertThat(decoder.decode(four().icmp(3, 3, quote).ipLength(27).frame()))
        .isEqualTo(Refusal.MALFORMED);
  }

  @Test
  void icmpOfTheOtherVersionIsOther() {
    assertThat(decoder.decode(six().protocol(1, new byte[40]).frame())).isEqualTo(Refusal.OTHER);
    assertThat(decoder.decode(four().protocol(58, new byte[60]).frame())).isEqualTo(Refusal.OTHER);
  }
}
