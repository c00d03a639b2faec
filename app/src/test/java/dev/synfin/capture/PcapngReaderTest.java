package dev.synfin.capture;

import static dev.synfin.capture.Reading.text;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapngReaderTest {
  private static final int NAMES = 4;
  private static final int STATISTICS = 5;

  private static PcapngOctets little() {
    return new PcapngOctets().section(LITTLE_ENDIAN);
  }

  private static void expectFrames(PcapngOctets file, String... frames) throws IOException {
    Reading reading = Reading.of(file.octets());

    assertThat(reading.frames()).containsExactly(frames);
    assertThat(reading.damage()).isEmpty();
  }

  private static void expectDamage(PcapngOctets file, long offset, String what) throws IOException {
    assertThat(Reading.of(file.octets()).damage()).contains(new Damage(offset, what));
  }

  @Test
  void timesAreMicrosecondsUnlessTheInterfaceSaysOtherwise() throws IOException {
    expectFrames(
        little().iface(1, 0).enhanced(0, 1_793_534_400_000_001L, text("abc"), 60),
        "1 1793534400000001000 EN10MB abc of 60");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 7, 7000000000",
    "3, 7001, 7001000000",
    "9, 1793534400123456789, 1793534400123456789",
    "12, 7123456789999, 7123456789",
    "18, 7123456789012345678, 7123456789",
    "0x80, 7, 7000000000",
    "0x81, 15, 7500000000",
    "0x94, 7340033, 7000000953",
    "0xA0, 32212254720, 7500000000",
    "0xA1, 60129542145, 7000000000",
    "0xBE, 5764607523034234880, 1250000000"
  })
  void aResolutionIsAPowerOfTenOrOfTwo(String resolution, long ticks, long nanos)
      throws IOException {
    PcapngOctets file = little();
    byte[] option = file.option(9, (byte) (int) Integer.decode(resolution));

    expectFrames(
        file.iface(1, 0, option).enhanced(0, ticks, text("abc"), 3),
        "1 %d EN10MB abc of 3".formatted(nanos));
  }

  @Test
  void anOffsetIsAddedToEveryTimeInEitherByteOrder() throws IOException {
    for (ByteOrder order : new ByteOrder[] {LITTLE_ENDIAN, BIG_ENDIAN}) {
      var file = new PcapngOctets().section(order);
      byte[] name = file.option(2, text("eth0"));
      byte[] offset = file.option(14, file.number(-1));

      expectFrames(
          file.iface(1, 0, name, offset, file.option(0)).enhanced(0, 5_000_000, text("abc"), 3),
          "1 4000000000 EN10MB abc of 3");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, -1, 0",
    "0, 5764607523034234880, 9223372035000000000",
    "5, -6, 0",
    "5, -9223372036854775808, 0",
    "0, 9223372036854775807, 9223372035000000000",
    "-1, 0, 9223372035000000000",
    "-1, 9223372036854775807, 9223372035000000000"
  })
  void aClockThatIsFarAwayGivesTheFirstOrTheLastSecondThatThereIs(
      long seconds, long offset, long nanos) throws IOException {
    PcapngOctets file = little();
    byte[] wholeSeconds = file.option(9, (byte) 0);

    expectFrames(
        file.iface(1, 0, wholeSeconds, file.option(14, file.number(offset)))
            .enhanced(0, seconds, text("abc"), 3),
        "1 %d EN10MB abc of 3".formatted(nanos));
  }

  @Test
  void optionsThatEndOutsideTheBlockAreNotRead() throws IOException {
    expectFrames(
        little().iface(1, 0, new byte[] {9, 0, 1, 9}).enhanced(0, 5_000_000, text("abc"), 3),
        "1 5000000000 EN10MB abc of 3");
  }

  @Test
  void everyInterfaceHasItsOwnLinkTypeAndClock() throws IOException {
    PcapngOctets file = little();

    expectFrames(
        file.iface(1, 0)
            .enhanced(0, 1_000_000, text("a"), 1)
            .iface(113, 0, file.option(9, (byte) 9))
            .enhanced(1, 2_000_000_000, text("b"), 1)
            .enhanced(0, 3_000_000, text("c"), 1),
        "1 1000000000 EN10MB a of 1",
        "2 2000000000 LINUX_SLL b of 1",
        "3 3000000000 EN10MB c of 1");
  }

  @Test
  void everySectionHasItsOwnByteOrderAndInterfaces() throws IOException {
    expectFrames(
        new PcapngOctets()
            .section(BIG_ENDIAN)
            .iface(101, 0)
            .enhanced(0, 1_000_000, text("a"), 1)
            .section(LITTLE_ENDIAN)
            .iface(1, 0)
            .enhanced(0, 2_000_000, text("b"), 1)
            .section(BIG_ENDIAN)
            .iface(0, 0)
            .enhanced(0, 3_000_000, text("c"), 1),
        "1 1000000000 RAW a of 1",
        "2 2000000000 EN10MB b of 1",
        "3 3000000000 NULL c of 1");
  }

  @Test
  void aSimplePacketIsOfTheFirstInterfaceAndCutAtItsSnapLength() throws IOException {
    expectFrames(
        little().iface(1, 3).iface(101, 0).simple(text("abc"), 60).simple(text("de"), 2),
        "1 0 EN10MB abc of 60",
        "2 0 EN10MB de of 2");
  }

  @Test
  void anObsoletePacketBlockIsRead() throws IOException {
    expectFrames(
        little().iface(1, 0).iface(101, 0).old(1, 7_000_000, text("abc"), 60),
        "1 7000000000 RAW abc of 60");
  }

  @Test
  void otherBlocksArePassedOverWhereverTheyStand() throws IOException {
    byte[] names = {1, 0, 6, 0, 127, 0, 0, 1, 'a', 0, 0, 0};

    expectFrames(
        little()
            .block(NAMES, names)
            .block(0xBAD, new byte[4 << 20])
            .iface(1, 0)
            .block(NAMES, names)
            .enhanced(0, 1_000_000, text("a"), 1)
            .block(STATISTICS, new byte[12])
            .block(0x0000_0BAD, new byte[0]),
        "1 1000000000 EN10MB a of 1");
  }

  @Test
  void theFirstInterfaceIsKnownBeforeTheFirstFrame() throws IOException {
    byte[] octets = little().block(NAMES, new byte[4]).iface(276, 512).octets();

    try (var file = CaptureFile.open(new ByteArrayInputStream(octets), "a.pcapng")) {
      assertThat(file.linkType()).contains("LINUX_SLL2");
      assertThat(file.snaplen()).contains(512);
      assertThat(file.nanoseconds()).isFalse();
    }
  }

  @Test
  void aSectionWithoutAnInterfaceHasNoFrames() throws IOException {
    byte[] octets = little().octets();

    try (var file = CaptureFile.open(new ByteArrayInputStream(octets), "a.pcapng")) {
      assertThat(file.linkType()).isEmpty();
      assertThat(file.snaplen()).isEmpty();
      assertThat(Reading.of(file)).isEqualTo(Reading.of(octets));
    }
    expectFrames(little());
  }

  @Test
  void aFileCutAnywhereDeliversItsWholePacketsAndTellsWhereItIsCut() throws IOException {
    PcapngOctets file = little();
    file.iface(1, 0, file.option(9, (byte) 9)).enhanced(0, 1, text("abc"), 3);
    file.block(NAMES, new byte[4]).simple(text("de"), 2).old(0, 3, text("f"), 1);
    file.section(BIG_ENDIAN).iface(101, 0).enhanced(0, 4, text("ghijk"), 5);
    byte[] octets = file.octets();

    for (int cut = 4; cut < octets.length; cut++) {
      int at = cut;
      long start = file.ends().stream().filter(end -> end <= at).mapToInt(i -> i).max().orElse(0);
      Reading reading = Reading.of(Arrays.copyOf(octets, cut));
      Reading untilThere = Reading.of(Arrays.copyOf(octets, start == 0 ? 28 : (int) start));

      assertThat(reading.frames()).isEqualTo(untilThere.frames());
      assertThat(untilThere.damage()).isEmpty();
      assertThat(reading.damage().map(Damage::offset).orElse((long) cut)).isEqualTo(start);
    }
    assertThat(Reading.of(octets).frames()).hasSize(4);
  }

  @Test
  void aLengthThatCannotBeIsDamageAndTakesNoMemory() throws IOException {
    byte[] much = new byte[2 << 20];
    for (int claimed : new int[] {0, 8, 13, -4, Integer.MIN_VALUE}) {
      expectDamage(
          little().block(0xBAD, claimed, much),
          28,
          "a block claims " + (claimed & 0xFFFF_FFFFL) + " octets");
    }
    for (int packet : new int[] {1, 2, 3, 6}) {
      expectDamage(
          little().iface(1, 0).block(packet, 1 << 30, much),
          48,
          "a block claims 1073741824 octets");
    }
    expectDamage(little().block(0xBAD, 1 << 30, much), 28, "the last block is cut");
  }

  @Test
  void aBlockOfManyMegabytesIsPassedOverInOneBuffer() throws IOException {
    byte[] octets = little().block(0xBAD, new byte[15 << 20]).iface(1, 0).octets();
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Reading.of(octets);

    long before = thread.getCurrentThreadAllocatedBytes();
    Reading.of(octets);

    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(2 << 20);
  }

  @Test
  void aBlockWhoseTwoLengthsDifferIsDamage() throws IOException {
    expectDamage(
        little().iface(1, 0).block(NAMES, 16, new byte[16]),
        48,
        "the two lengths of a block differ");
  }

  @Test
  void aPacketThatContradictsItsBlockIsDamage() throws IOException {
    expectDamage(
        little().iface(1, 0).enhanced(0, 0, 5, text("abc"), 5), 48, "a packet claims 5 octets");
    expectDamage(
        little().iface(1, 0).enhanced(0, 0, -1, text("abc"), 5),
        48,
        "a packet claims 4294967295 octets");
    expectDamage(
        little().iface(1, 0).enhanced(1, 0, text("abc"), 3),
        48,
        "a packet of an interface that was not described");
    expectDamage(little().simple(text("abc"), 3), 28, "a simple packet block without an interface");
    expectDamage(little().iface(1, 0).block(6, new byte[8]), 48, "a packet block is too short");
    expectDamage(little().iface(1, 0).block(2, new byte[8]), 48, "a packet block is too short");
    expectDamage(little().block(1, new byte[4]), 28, "an interface block is too short");
  }

  @Test
  void moreInterfacesThanAnyoneHasAreDamageAndTakeNoMemory() throws IOException {
    PcapngOctets file = little();
    for (int i = 0; i < 1 << 16; i++) {
      file.iface(1, 0);
    }
    expectFrames(file.enhanced(65_535, 1_000_000, text("a"), 1), "1 1000000000 EN10MB a of 1");
    expectDamage(
        file.iface(1, 0).enhanced(65_536, 1_000_000, text("b"), 1),
        28 + (20L << 16) + 36,
        "a section describes more than 65,536 interfaces");
  }

  @Test
  void aSectionWhoseByteOrderCannotBeToldIsDamage() throws IOException {
    expectDamage(
        little().block(0x0A0D0D0A, new byte[16]), 28, "a section's byte order cannot be told");
  }
}
