package dev.synfin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapReaderTest {

  @ParameterizedTest
  @CsvSource({
    "LITTLE_ENDIAN, MICRO, 1000000005000000000",
    "BIG_ENDIAN, MICRO, 1000000005000000000",
    "LITTLE_ENDIAN, NANO, 1000000000005000000",
    "BIG_ENDIAN, NANO, 1000000000005000000",
    "LITTLE_ENDIAN, KUZNETZOV, 1000000005000000000",
    "BIG_ENDIAN, KUZNETZOV, 1000000005000000000"
  })
  void everyVariantIsRead(String order, String variant, long nanos) throws IOException {
    int magic =
        switch (variant) {
          case "MICRO" -> PcapOctets.MICRO;
          case "NANO" -> PcapOctets.NANO;
          default -> PcapOctets.KUZNETZOV;
        };
    var file =
        new PcapOctets(
                order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                magic,
                1)
            .record(1_000_000_000L, 5_000_000, Reading.text("abc"), 60)
            .record(4_000_000_000L, 1, Reading.text(""), 0);

    Reading reading = Reading.of(file.octets());

    assertThat(reading.frames())
        .containsExactly(
            "1 %d EN10MB abc of 60".formatted(nanos),
            "2 %d EN10MB  of 0"
                .formatted(4_000_000_000_000_000_000L + (variant.equals("NANO") ? 1 : 1000)));
    assertThat(reading.damage()).isEmpty();
  }

  @Test
  void theHeaderTellsTheLinkAndTheSnapLength() throws IOException {
    byte[] octets = new PcapOctets(ByteOrder.BIG_ENDIAN, PcapOctets.NANO, 276).octets();

    try (var file = CaptureFile.open(new ByteArrayInputStream(octets), "a.pcap")) {
      assertThat(file.linkType()).contains("LINUX_SLL2");
      assertThat(file.snaplen()).contains(65535);
      assertThat(file.nanoseconds()).isTrue();
      assertThat(file.name()).isEqualTo("a.pcap");
    }
  }

  @Test
  void bitsAboveTheLinkTypeAreNoPartOfIt() throws IOException {
    byte[] octets = new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.MICRO, 0x5000_0001).octets();

    try (var file = CaptureFile.open(new ByteArrayInputStream(octets), "a.pcap")) {
      assertThat(file.linkType()).contains("EN10MB");
    }
  }

  @Test
  void aFrameIsNeverShorterOnTheLinkThanInTheCapture() throws IOException {
    var file = new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.MICRO, 1);

    assertThat(Reading.of(file.record(0, 0, Reading.text("abc"), 1).octets()).frames())
        .containsExactly("1 0 EN10MB abc of 3");
  }

  @Test
  void aFileCutAnywhereDeliversItsWholeRecordsAndTellsWhereItIsCut() throws IOException {
    for (int magic : new int[] {PcapOctets.NANO, PcapOctets.KUZNETZOV}) {
      var file = new PcapOctets(ByteOrder.LITTLE_ENDIAN, magic, 1);
      file.record(1, 0, Reading.text("abc"), 3).record(2, 0, Reading.text("de"), 2);
      file.record(3, 0, Reading.text(""), 0).record(4, 0, Reading.text("f"), 1);
      var whole = Reading.of(file.octets());
      assertThat(whole.frames()).hasSize(4);

      for (int cut = 24; cut < file.octets().length; cut++) {
        int at = cut;
        int before = (int) file.ends().stream().filter(end -> end <= at).count();
        Reading reading = Reading.of(Arrays.copyOf(file.octets(), cut));

        assertThat(reading.frames()).isEqualTo(whole.frames().subList(0, before - 1));
        long start = file.ends().get(before - 1);
        assertThat(reading.damage().map(Damage::offset).orElse((long) cut)).isEqualTo(start);
      }
    }
  }

  @Test
  void aRecordThatClaimsTooMuchIsDamageAndTakesNoMemory() throws IOException {
    for (int claimed : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 262_145}) {
      var file = new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.MICRO, 1);
      file.record(1, 0, Reading.text("abc"), 3).record(2, 0, claimed, new byte[2 << 20], 3);

      Reading reading = Reading.of(file.octets());

      assertThat(reading.frames()).hasSize(1);
      assertThat(reading.damage())
          .contains(new Damage(43, "a record claims " + (claimed & 0xFFFF_FFFFL) + " octets"));
    }
  }

  @Test
  void aFileManyTimesLargerThanTheBufferIsReadWhole() throws IOException {
    var file = new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.MICRO, 1);
    byte[] largest = new byte[262_144];
    for (int i = 0; i < 20; i++) {
      file.record(i, 0, largest, largest.length).record(i, 0, Reading.text("abc"), 3);
    }

    Reading reading = Reading.of(file.octets());

    assertThat(reading.frames()).hasSize(40);
    assertThat(reading.frames().getLast()).isEqualTo("40 19000000000 EN10MB abc of 3");
    assertThat(reading.damage()).isEmpty();
  }

  @Test
  void theSentenceAboutDamageTellsTheOffset() {
    assertThat(new Damage(43, "the last record is cut").sentence("a.pcap"))
        .isEqualTo(
            "a.pcap is damaged at offset 43: the last record is cut; everything before it was"
                + " read.");
  }
}
