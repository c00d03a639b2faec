package dev.synfin.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFile;
import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Timeline;
import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.TcpSegment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of packets' headers goes into the page, by real capture files. */
class PacketHeadersTest {
  @TempDir private Path folder;
  private Path pcap;

  @BeforeEach
  void name() {
    pcap = folder.resolve("a.pcap");
  }

  private static FrameBuilder syn() {
    return new FrameBuilder()
        .from("192.0.2.1", 40000)
        .to("192.0.2.2", 80)
        .flags(TcpSegment.SYN)
        .seq(4_000_000_000L)
        .option(1, 1)
        .mss(1460);
  }

  private Timeline written(FrameBuilder... frames) throws IOException {
    try (var writer = new CaptureFileWriter(pcap, 1, 65_535)) {
      int number = 0;
      for (FrameBuilder frame : frames) {
        writer.write(frame.number(++number).frame());
      }
    }
    try (CaptureFile file = CaptureFile.open(pcap)) {
      return CaptureFiles.read(pcap, CaptureFiles.of(file), EventOptions.DEFAULT);
    }
  }

  private List<String> lines(Timeline timeline) throws IOException {
    var out = new ByteArrayOutputStream();
    PacketHeaders.write(timeline, CapturePlace.beside(folder.resolve("a.timeline.json")), out);
    return out.toString(US_ASCII).lines().toList();
  }

  private static String hex(FrameBuilder frame, int length) {
    return HexFormat.of().formatHex(frame.octets(), 0, length);
  }

  @Test
  void aSegmentsHeadersAreThereWithTheVerdictOnItsChecksum() throws IOException {
    FrameBuilder offloaded =
        new FrameBuilder().from("192.0.2.2", 80).to("192.0.2.1", 40000).payload("hi");
    Timeline timeline =
        written(
            syn(), new FrameBuilder().protocol(89, new byte[20]), offloaded.checksumOffloaded());

    assertThat(lines(timeline))
        .containsExactly(
            "0 1 right " + hex(syn(), 14 + 20 + 28),
            "0 3 unfinished " + hex(offloaded, 14 + 20 + 20), // and nothing of its payload
            "0 there");
  }

  @Test
  void aDatagramsHeadersAreThereToo() throws IOException {
    FrameBuilder datagram = syn().udp().payload("hello").checksum(0);

    assertThat(lines(written(datagram)))
        .containsExactly("0 1 absent " + hex(datagram, 14 + 20 + 8), "0 there");
  }

  @Test
  void ofAHeaderThatWasCutThereIsTheRest() throws IOException {
    FrameBuilder cut = syn().snaplen(14 + 20 + 22);

    assertThat(lines(written(cut)))
        .containsExactly("0 1 unknown " + hex(syn(), 14 + 20 + 22), "0 there");
  }

  @Test
  void aCaptureThatIsNotThereIsSaidToBeMissing() throws IOException {
    Timeline timeline = written(syn());
    Files.delete(pcap);

    assertThat(lines(timeline)).containsExactly("0 missing");
  }

  @Test
  void anotherCaptureByItsNameIsNotTakenForIt() throws IOException {
    Timeline timeline = written(syn());
    written(syn().seq(7));

    assertThat(lines(timeline)).containsExactly("0 another");
  }

  @Test
  void whatIsNoCaptureIsSaidToBeUnreadable() throws IOException {
    Timeline timeline = written(syn());
    Files.writeString(pcap, "no capture");

    assertThat(lines(timeline)).containsExactly("0 unreadable");
  }

  @Test
  void whereNoCaptureWasKeptNoneIsLookedFor() throws IOException {
    var out = new ByteArrayOutputStream();
    PacketHeaders.write(written(syn()), CapturePlace.NOWHERE, out);

    assertThat(out.toString(US_ASCII)).isEqualTo("0 unnamed\n");
  }
}
