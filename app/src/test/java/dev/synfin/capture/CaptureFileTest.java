package dev.synfin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {

  private static void expectSentence(byte[] octets, String sentence) {
    var closed = new AtomicBoolean();
    var in =
        new ByteArrayInputStream(octets) {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    assertThatThrownBy(() -> CaptureFile.open(in, "a.pcap"))
        .isInstanceOf(IOException.class)
        .hasMessage(sentence);
    assertThat(closed).isTrue();
  }

  @Test
  void whatIsNoCaptureGetsItsSentence() {
    expectSentence(new byte[0], "a.pcap is empty: it has not even a capture file's header.");
    expectSentence(
        Reading.text("Hello, world; this is a text, longer than a header."),
        "a.pcap is no capture file: neither pcap nor pcapng.");
    expectSentence(new byte[3], "a.pcap is no capture file: neither pcap nor pcapng.");
  }

  @Test
  void aHeaderThatIsCutGetsItsSentence() {
    byte[] header = new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.NANO, 1).octets();
    for (int length = 4; length < 24; length++) {
      expectSentence(
          Arrays.copyOf(header, length),
          "a.pcap ends within its header: nothing of it can be read.");
    }
  }

  @Test
  void aMissingFileAndAFolderGetTheirSentence(@TempDir Path folder) {
    Path missing = folder.resolve("missing.pcap");

    assertThatThrownBy(() -> CaptureFile.open(missing))
        .hasMessage("There is no file " + missing + ".");
    assertThatThrownBy(() -> CaptureFile.open(folder))
        .hasMessage(folder + " is a folder; name a capture file in it.");
  }

  @Test
  void aDiskThatCannotBeReadGetsItsSentence() throws IOException {
    byte[] header = new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.NANO, 1).octets();
    var in =
        new FilterInputStream(new ByteArrayInputStream(header)) {
          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            if (read < 0) {
              throw new IOException("Input/output error");
            }
            return read;
          }
        };

    try (var file = CaptureFile.open(in, "a.pcap")) {
      assertThatThrownBy(() -> Reading.of(file))
          .hasMessage("a.pcap cannot be read beyond offset 24: Input/output error.");
    }
  }

  @Test
  void aStreamThatComesOctetByOctetIsReadAsAFileIs(@TempDir Path folder) throws IOException {
    byte[] octets =
        new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.NANO, 1)
            .record(1, 0, Reading.text("abc"), 3)
            .record(2, 0, Reading.text("de"), 2)
            .octets();
    Path path = Files.write(folder.resolve("a.pcap"), octets);
    var slow =
        new ByteArrayInputStream(octets) {
          @Override
          public int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(1, length));
          }
        };

    try (var file = CaptureFile.open(path);
        var stream = CaptureFile.open(slow, "-")) {
      assertThat(file.name()).isEqualTo("a.pcap");
      assertThat(Reading.of(file)).isEqualTo(Reading.of(stream));
    }
  }

  @Test
  void aSinkThatFailsEndsTheDelivery() throws IOException {
    byte[] octets =
        new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.NANO, 1)
            .record(1, 0, Reading.text("abc"), 3)
            .octets();

    try (var file = CaptureFile.open(new ByteArrayInputStream(octets), "a.pcap")) {
      assertThatThrownBy(() ->
              file.deliverTo(frame -> {
                throw new IOException("full");
              }))
          .hasMessage("full");
    }
  }

  @Test
  void randomOctetsBehindAHeaderNeverThrow() throws IOException {
    var random = new Random(42);
    var pcapng = new PcapngOctets().section(ByteOrder.LITTLE_ENDIAN).iface(1, 0);
    pcapng.enhanced(0, 1, Reading.text("abc"), 3).simple(Reading.text("de"), 2);
    pcapng.section(ByteOrder.BIG_ENDIAN).iface(101, 0).old(0, 1, Reading.text("abc"), 3);
    for (int i = 0; i < 2_000; i++) {
      byte[] octets = pcapng.octets();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        octets[4 + random.nextInt(octets.length - 4)] = (byte) random.nextInt(256);
      }

      assertThat(Reading.of(octets).frames().size()).isLessThanOrEqualTo(3);
    }
  }
}
