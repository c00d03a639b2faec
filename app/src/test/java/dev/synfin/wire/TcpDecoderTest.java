package dev.synfin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Flags, options and checksums. */
class TcpDecoderTest {
  private final FrameDecoder decoder = new FrameDecoder();

  private static FrameBuilder four() {
    return new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80).payload("hello");
  }

  private static FrameBuilder six() {
    return new FrameBuilder().from("2001:db8::1", 40000).to("2001:db8::2", 80).payload("hello");
  }

  private TcpSegment segment(FrameBuilder frame) {
    return (TcpSegment) decoder.decode(frame.frame());
  }

  private TcpOptions options(FrameBuilder frame) {
    return segment(frame).options();
  }

  @Test
  void synAndFinEachTakeOneSequenceNumber() {
    TcpSegment segment = segment(four().flags(TcpSegment.SYN | TcpSegment.FIN).payload("abc"));

    assertThat(segment.has(TcpSegment.SYN)).isTrue();
    assertThat(segment.has(TcpSegment.ACK)).isFalse();
    assertThat(segment.sequenceLength()).isEqualTo(5);
  }

  @Test
  void allEightFlagsAreRead() {
    for (int bit = 0; bit < 8; bit++) {
      assertThat(segment(four().flags(1 << bit)).flags()).isEqualTo(1 << bit);
    }
  }

  @Test
  void theOptionsOfASynAreRead() {
    TcpOptions options =
        options(four().mss(1460).sackPermitted().timestamps(-2, 3).option(1).windowScale(7));

    assertThat(options.mss()).isEqualTo(1460);
    assertThat(options.sackPermitted()).isTrue();
    assertThat(options.timestamps()).isTrue();
    assertThat(options.tsVal()).isEqualTo(-2);
    assertThat(options.tsEcr()).isEqualTo(3);
    assertThat(options.windowScale()).isEqualTo(7);
    assertThat(options.malformed()).isFalse();
  }

  @Test
  void nothingIsLeftOfTheSegmentBefore() {
    segment(four().mss(1).windowScale(2).sackPermitted().timestamps(1, 2).fastOpen(1));
    segment(four().sack(1, 2));

    TcpOptions options = options(four());

    assertThat(options.mss()).isEqualTo(-1);
    assertThat(options.windowScale()).isEqualTo(-1);
    assertThat(options.sackPermitted()).isFalse();
    assertThat(options.timestamps()).isFalse();
    assertThat(options.sackBlocks()).isZero();
    assertThat(options.fastOpenLength()).isEqualTo(-1);
  }

  @Test
  void upToFourSackBlocksAreRead() {
    TcpOptions options = options(four().option(1, 1).sack(10, 20, 30, 40, 50, 60, 70, -1));

    assertThat(options.sackBlocks()).isEqualTo(4);
    assertThat(options.sackLeft(0)).isEqualTo(10);
    assertThat(options.sackRight(0)).isEqualTo(20);
    assertThat(options.sackLeft(3)).isEqualTo(70);
    assertThat(options.sackRight(3)).isEqualTo(-1);
  }

  @Test
  void fastOpenTellsItsCookiesLength() {
    assertThat(options(four().fastOpen()).fastOpenLength()).isZero();
    assertThat(options(four().fastOpen(1, 2, 3, 4, 5, 6, 7, 8)).fastOpenLength()).isEqualTo(8);
    assertThat(options(four().option(254, 8, 0xF9, 0x89, 1, 2, 3, 4)).fastOpenLength())
        .isEqualTo(4);
    assertThat(options(four().option(254, 4, 0xE2, 0xD4)).fastOpenLength()).isEqualTo(-1);
  }

  @Test
  void whatFollowsTheListsEndIsNotRead() {
    assertThat(options(four().option(0).mss(1460)).mss()).isEqualTo(-1);
  }

  @Test
  void anOptionOfAnotherKindIsPassedOver() {
    assertThat(options(four().option(30, 4, 0, 0).mss(1460)).mss()).isEqualTo(1460);
  }

  @Test
  void anOptionWithAWrongLengthIsMalformedAndThoseBeforeItAreRead() {
    for (FrameBuilder wrong :
        new FrameBuilder[] {
          four().mss(9).option(30, 0),
          four().mss(9).option(30, 1, 0, 0),
          four().mss(9).option(30, 5, 0, 0),
          four().mss(9).option(1, 1, 1, 30),
          four().mss(9).option(3, 4, 0, 0),
          four().mss(9).option(5, 9, 0, 0, 0, 0, 0, 0, 0),
          four().mss(9).option(8, 9, 0, 0, 0, 0, 0, 0, 0),
          four().mss(9).option(4, 3, 0)
        }) {
      TcpOptions options = options(wrong);

      assertThat(options.malformed()).isTrue();
      assertThat(options.mss()).isEqualTo(9);
    }
  }

  @Test
  void optionsThatTheCaptureCutAreNotMalformed() {
    TcpOptions options = options(four().mss(1460).timestamps(1, 2).snaplen(14 + 20 + 20 + 7));

    assertThat(options.mss()).isEqualTo(1460);
    assertThat(options.timestamps()).isFalse();
    assertThat(options.malformed()).isFalse();
  }

  @Test
  void aHeaderShorterThanTwentyIsMalformed() {
    byte[] octets = four().octets();
    octets[14 + 20 + 12] = 0x40;
    assertThat(decoder.decode(Frames.of(1, octets))).isEqualTo(Refusal.MALFORMED);
  }

  @Test
  void aHeaderLongerThanThePacketLeavesTheLengthUnknown() {
    byte[] octets = four().octets();
    octets[14 + 20 + 12] = (byte) 0xF0;
    var segment = (TcpSegment) decoder.decode(Frames.of(1, octets));
    assertThat(segment.lengthKnown()).isFalse();
    assertThat(segment.payloadLength()).isZero();
  }

  @Test
  void rightChecksumsOfEveryLengthAreNotBad() {
    for (int length = 0; length < 70; length++) {
      byte[] payload = new byte[length];
      new Random(length).nextBytes(payload);

      assertThat(segment(four().payload(payload)).checksumBad()).isFalse();
      assertThat(segment(six().payload(payload)).checksumBad()).isFalse();
    }
  }

  @Test
  void oneBitTurnedAnywhereInTheSegmentMakesTheChecksumBad() {
    byte[] octets = four().mss(1460).octets();
    for (int at = 34; at < octets.length; at++) {
      if (at / 2 == 25 || at == 46) {
        continue; // the checksum itself, and the header's length
      }
      byte[] turned = octets.clone();
      turned[at] ^= 0x10;

      assertThat(decoder.decode(Frames.of(1, turned)))
          .isInstanceOfSatisfying(
              TcpSegment.class, segment -> assertThat(segment.checksumBad()).isTrue());
    }
  }

  @Test
  void aChecksumLeftToTheNetworkCardIsNotBad() {
    assertThat(segment(four().checksumOffloaded()).checksumBad()).isFalse();
    assertThat(segment(six().checksumOffloaded()).checksumBad()).isFalse();
    assertThat(segment(four().checksum(0)).checksumBad()).isFalse();
  }

  @Test
  void aChecksumUnderARouteNotYetTravelledCannotBeTold() {
    byte[] octets = six().extension(43, 24).checksum(1).octets();
    octets[14 + 40 + 3] = 1;

    assertThat(decoder.decode(Frames.of(1, octets)))
        .isInstanceOfSatisfying(
            TcpSegment.class, segment -> assertThat(segment.checksumBad()).isFalse());
  }

  @Test
  void aHeaderCutBehindItsPortsHasNothingElse() {
    for (int captured = 38; captured < 50; captured++) {
      assertThat(decoder.decode(four().snaplen(captured).frame()))
          .isInstanceOfSatisfying(
              CutSegment.class,
              cut -> {
                assertThat(cut.sourcePort()).isEqualTo(40000);
                assertThat(cut.destinationPort()).isEqualTo(80);
                assertThat(cut.payloadLength()).isZero();
              });
    }
  }

  @Test
  void aHeaderCutBehindItsWindowIsReadUpToThere() {
    for (int captured = 50; captured < 54; captured++) {
      TcpSegment segment = segment(four().flags(TcpSegment.ACK).snaplen(captured));
      assertThat(segment.has(TcpSegment.ACK)).isTrue();
      assertThat(segment.payloadLength()).isEqualTo(5);
      assertThat(segment.headerCut()).isTrue();
    }
    assertThat(segment(four().snaplen(54)).headerCut()).isFalse();
  }

  @Test
  void optionsAreCutUnlessTheirListEndsBefore() {
    assertThat(segment(four().mss(1460).windowScale(7).snaplen(54 + 5)).headerCut()).isTrue();
    assertThat(segment(four().mss(1460).windowScale(7).snaplen(54 + 5)).options().mss())
        .isEqualTo(1460);
    assertThat(segment(four().mss(1460).snaplen(54)).headerCut()).isTrue();
    assertThat(segment(four().mss(1460).option(0).timestamps(1, 2).snaplen(54 + 6)).headerCut())
        .isFalse();
  }
}
