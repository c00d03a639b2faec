package dev.synfin.lab;

import static dev.synfin.lab.ReportRuns.connection;
import static dev.synfin.lab.ReportRuns.segments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFile;
import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.capture.Frame;
import dev.synfin.report.CapturePlace;
import dev.synfin.report.ReportPage;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Layer;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A packet from near: what the report shows of its headers, against the captures of real runs. */
@Timeout(180)
class ReportDetailIT extends ReportBrowsing {
  private static final int TCP = 14 + 20;

  @TempDir private Path folder;

  private static void choose(int event) {
    browser.run(Boolean.class, "synfin.store.set({event: arguments[0]}); return true", event);
    browser.await("return document.querySelector('.detail .fields') !== null");
  }

  /** Waits for the capture's bytes, which come when the first packet is looked at. */
  private static void chooseWithItsBytes(int event) {
    choose(event);
    browser.await("return document.querySelector('.detail .below') !== null");
  }

  /** The bytes of all fields of a table, those that share a byte counted once. */
  private static String bytesOf(String table) {
    return browser.run(
        String.class,
        """
        const rows = [...document.querySelectorAll(arguments[0] + ' tbody tr')];
        const bytes = [];
        for (const row of rows) {
          const from = Number(row.cells[2].textContent.split('–')[0]);
          row.cells[3].textContent.split(' ').forEach((byte, i) => { bytes[from + i] = byte; });
        }
        return bytes.slice(bytes.findIndex(Boolean)).join(' ')
        """,
        table);
  }

  private static List<String> column(int number) {
    return List.of(
        browser
            .run(
                String.class,
                "return [...document.querySelectorAll('.detail > .fields tbody tr')]"
                    + ".map((row) => row.cells[arguments[0]].innerText.replaceAll('\\n', ' '))"
                    + ".join('|')",
                number)
            .split("\\|", -1));
  }

  private static String value(String field) {
    return column(1).get(column(0).indexOf(field));
  }

  /** The bytes of a layer, as the capture of the packet's sender holds them. */
  private static String captured(String scenario, PacketEvent packet, String layer)
      throws IOException {
    String tap = packet.seen().getFirst().capture();
    Layer place = layer(packet, layer);
    var found = new ArrayList<String>();
    try (CaptureFile file = CaptureFile.open(ReportRuns.capture(scenario, tap))) {
      file.deliverTo(frame -> {
        if (frame.number() == packet.frame()) {
          int from = frame.offset() + place.offset();
          found.add(
              HexFormat.ofDelimiter(" ").formatHex(frame.octets(), from, from + place.length()));
        }
      });
    }
    return found.getFirst();
  }

  private static Layer layer(PacketEvent packet, String name) {
    List<Layer> layers =
        switch (packet) {
          case SegmentEvent segment -> segment.layers();
          case DatagramEvent datagram -> datagram.layers();
          default -> List.of();
        };
    return layers.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"handshake,ipv4", "ipv6,ipv6"})
  void everyByteOfEveryHeaderIsInOneOfItsFields(String scenario, String network)
      throws IOException {
    ReportRuns.open(browser, scenario, "ladder");
    for (SegmentEvent segment : segments(scenario)) {
      chooseWithItsBytes(connection(scenario).allEvents().indexOf(segment));
      browser.await(
          "return document.querySelector('.detail h2').textContent.startsWith('Frame "
              + segment.frame()
              + " ')");

      assertThat(bytesOf(".detail > .fields")).isEqualTo(captured(scenario, segment, "tcp"));
      assertThat(bytesOf(".below:nth-of-type(1) .fields"))
          .isEqualTo(captured(scenario, segment, network));
      assertThat(bytesOf(".below:nth-of-type(2) .fields"))
          .isEqualTo(captured(scenario, segment, "ethernet"));
      assertThat(textOf(".below:nth-of-type(1) .fields"))
          .contains(
              connection(scenario).client().address(), connection(scenario).server().address());
    }
  }

  /** Folded or not. */
  private static String textOf(String selector) {
    return browser.run(
        String.class,
        "return [...document.querySelectorAll(arguments[0] + ' td')]"
            + ".map((cell) => cell.textContent).join(' ')",
        selector);
  }

  /** RFC 5952, 4.2, by addresses that a run has only now and then. */
  @ParameterizedTest
  @CsvSource({
    "fd00:0010:0000:0005:0000:0000:0000:0001, fd00:10:0:5::1",
    "2001:0db8:0010:0000:0005:0000:0000:0001, 2001:db8:10:0:5::1",
    "fd00:0000:0000:0001:0000:0000:0000:0000, fd00:0:0:1::",
    "0000:0000:0000:0000:0000:0000:0000:0000, ::",
    "0000:0000:0000:0000:0000:0000:0000:0001, ::1",
    "2001:0000:0000:0001:0000:0000:0001:0001, 2001::1:0:0:1:1",
    "2001:0db8:0000:0001:0001:0001:0001:0001, 2001:db8:0:1:1:1:1:1",
    "1000:0200:0030:0004:0005:0006:0007:0008, 1000:200:30:4:5:6:7:8"
  })
  void anAddressIsWrittenAsItsRuleSays(String octets, String text) throws IOException {
    int source = 14 + 8;
    open(
        "ipv6",
        frame ->
            System.arraycopy(
                HexFormat.of().parseHex(octets.replace(":", "")), 0, frame, source, 16));
    chooseWithItsBytes(0);

    assertThat(
            browser.run(
                String.class,
                "return [...document.querySelectorAll('.below:nth-of-type(1) tr')]"
                    + ".find((row) => row.cells[0].textContent === 'Source')"
                    + ".cells[1].textContent"))
        .isEqualTo(text);
  }

  /** What a capture holds is as hostile as a timeline. */
  @Test
  void markupInAHeaderIsShownAsItsBytesAndNothingElse() throws IOException {
    byte[] attack = "<img src=x onerror".getBytes(StandardCharsets.US_ASCII);
    open(octets -> {
      octets[TCP + 20] = 30; // Multipath TCP
      octets[TCP + 21] = (byte) (2 + attack.length);
      System.arraycopy(attack, 0, octets, TCP + 22, attack.length);
    });
    chooseWithItsBytes(0);

    assertThat(bytesOf(".detail > .fields")).contains(HexFormat.ofDelimiter(" ").formatHex(attack));
    assertThat(browser.count("#app img")).isZero();
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void theOptionsStandInTheirOrderAndEveryFlagIsThere() throws IOException {
    ReportRuns.open(browser, "handshake", "ladder");
    chooseWithItsBytes(
        connection("handshake").allEvents().indexOf(segments("handshake").getFirst()));

    // as Linux writes them (net/ipv4/tcp_output.c, tcp_options_write)
    assertThat(column(0).subList(10, 15))
        .containsExactly(
            "Maximum segment size",
            "SACK permitted",
            "Timestamps (value / echo)",
            "No operation",
            "Window scale");
    assertThat(value("Flags")).isEqualTo("CWR 0 ECE 0 URG 0 ACK 0 PSH 0 RST 0 SYN 1 FIN 0");
    assertThat(browser.text(".detail > .fields .bit.set")).isEqualTo("SYN 1");
    assertThat(value("Header length")).isEqualTo("40 B");
    assertThat(value("Reserved bits")).isEqualTo("0000");
    assertThat(value("Urgent pointer")).isEqualTo("0 · no URG");
    // containers leave it to a network card that there is not
    assertThat(value("Checksum")).isEqualTo("left to the network card");
  }

  @Test
  void aDatagramsHeaderHasItsLengthAndChecksum() throws IOException {
    ReportRuns.open(browser, "udp-echo", "ladder");
    DatagramEvent datagram =
        connection("udp-echo").allEvents().stream()
            .filter(DatagramEvent.class::isInstance)
            .map(DatagramEvent.class::cast)
            .findFirst()
            .orElseThrow();
    chooseWithItsBytes(connection("udp-echo").allEvents().indexOf(datagram));

    assertThat(column(0)).containsExactly("Source port", "Destination port", "Length", "Checksum");
    assertThat(value("Length")).isEqualTo(Integer.toString(datagram.len() + 8));
    assertThat(bytesOf(".detail > .fields")).isEqualTo(captured("udp-echo", datagram, "udp"));
  }

  @Test
  void optionsThatSynfinDoesNotFollowAndBrokenOnesStandThereToo() throws IOException {
    open(octets -> {
      HexFormat hex = HexFormat.of();
      byte[] options = hex.parseHex("1e04abcd" + "01" + "fd04f989" + "01" + "1c0400ff");
      System.arraycopy(options, 0, octets, TCP + 20, options.length);
      byte[] end = hex.parseHex("03" + "63" + "00" + "aabbcc");
      System.arraycopy(end, 0, octets, TCP + 20 + options.length, end.length);
      octets[TCP + 12] |= 0x05; // reserved bits
      octets[TCP + 13] |= 0x20; // URG
      octets[TCP + 16] ^= 1; // no longer the checksum of the pseudo-header
      octets[TCP + 19] = 9;
    });
    chooseWithItsBytes(0);

    assertThat(column(0).subList(10, 16))
        .containsExactly(
            "Multipath TCP",
            "No operation",
            "Experiment",
            "No operation",
            "User timeout",
            "Broken option of kind 3");
    assertThat(value("Reserved bits")).isEqualTo("0101");
    assertThat(value("Urgent pointer")).isEqualTo("9");
    assertThat(value("Checksum")).isEqualTo("wrong");
  }

  @Test
  void theEndOfTheOptionsAndWhatFollowsIt() throws IOException {
    open(octets -> octets[TCP + 20] = 0);
    chooseWithItsBytes(0);

    assertThat(column(0).subList(10, 12)).containsExactly("End of option list", "Padding");
    assertThat(column(2).get(11)).isEqualTo("55–73");
  }

  /** Changes a frame. */
  private interface Change {
    void apply(byte[] octets);
  }

  /** The handshake's SYN, changed, in a capture of its own. */
  private void open(Change change) throws IOException {
    open("handshake", change);
  }

  private void open(String scenario, Change change) throws IOException {
    Path pcap = folder.resolve("one.pcap");
    try (CaptureFile from = CaptureFile.open(ReportRuns.capture(scenario, "client"));
        var to = new CaptureFileWriter(pcap, 1, 65_535)) {
      from.deliverTo(frame -> {
        if (frame.number() == 1) {
          byte[] octets = new byte[frame.capturedLength()];
          System.arraycopy(frame.octets(), frame.offset(), octets, 0, octets.length);
          change.apply(octets);
          var changed = new Frame();
          changed.set(1, frame.epochNanos(), 1, octets, 0, octets.length, octets.length);
          to.write(changed);
        }
      });
    }
    show(read(pcap), CapturePlace.beside(pcap));
  }

  private static Timeline read(Path pcap) throws IOException {
    try (CaptureFile file = CaptureFile.open(pcap)) {
      return CaptureFiles.read(pcap, CaptureFiles.of(file), EventOptions.DEFAULT);
    }
  }

  private static void show(Timeline timeline, CapturePlace captures) throws IOException {
    browser.resize(1440, 900);
    browser.open(
        List.of(new ReportPage.Entry("one", timeline, captures)), "", "#t=0&c=0&tab=ladder");
  }

  /** On a phone the details stand below the ladder, and are longer than the screen. */
  @Test
  void whoGoesIntoTheDetailsOnAPhoneSeesTheirBeginning() throws IOException {
    ReportRuns.open(browser, "handshake", "ladder");
    browser.resize(500, 700);
    chooseWithItsBytes(
        connection("handshake").allEvents().indexOf(segments("handshake").getFirst()));
    browser.press(".ladder-rows", "Enter");

    assertThat(browser.run(String.class, "return document.activeElement.className"))
        .isEqualTo("detail");
    assertThat(
            browser.decimal(
                "return document.querySelector('.detail h2').getBoundingClientRect().top"))
        .isBetween(0.0, 350.0);
  }

  /** What the timeline itself has is shown all the same. */
  @Test
  void withoutItsCaptureThePageSaysWhatItCannotShow() throws IOException {
    Path pcap = Files.copy(ReportRuns.capture("handshake", "client"), folder.resolve("gone.pcap"));
    Timeline timeline = read(pcap);
    Files.delete(pcap);
    show(timeline, CapturePlace.beside(pcap));
    choose(0);
    browser.await("return document.querySelector('.detail > .fields + p') !== null");

    assertThat(browser.text(".detail > .fields + p"))
        .contains("checksum", "order of the options", "gone.pcap, which was not beside");
    SegmentEvent syn = segments("handshake").getFirst();
    assertThat(String.join(" | ", column(3)))
        .startsWith(
            hex(connection("handshake").client().port(), 2)
                + " | "
                + hex(connection("handshake").server().port(), 2)
                + " | "
                + hex(syn.rawSeq(), 4)
                + " | 00 00 00 00 | a0 | 02 | "
                + hex(syn.rawWin(), 2)
                + " | 02 04 "
                + hex(syn.options().mss(), 2)
                + " | ")
        .contains(" | 04 02 | 08 0a " + hex(syn.options().tsVal(), 4) + " 00 00 00 00");
  }

  private static String hex(@Nullable Number value, int octets) {
    String digits = "%0" + 2 * octets + "x";
    return digits
        .formatted(Objects.requireNonNull(value).longValue())
        .replaceAll("(..)(?=.)", "$1 ");
  }

  @Test
  void theReportThatARunLeftHasThemToo() throws IOException {
    browser.openFile(ReportRuns.capture("handshake", "client").resolveSibling("report.html"));
    chooseWithItsBytes(
        connection("handshake").allEvents().indexOf(segments("handshake").getFirst()));

    assertThat(bytesOf(".detail > .fields"))
        .isEqualTo(captured("handshake", segments("handshake").getFirst(), "tcp"));
  }

  @Test
  void theyAreInChineseToo() throws IOException {
    browser.open(ReportRuns.all(), "?lang=zh", "#t=0&c=0&tab=ladder");
    chooseWithItsBytes(
        connection("handshake").allEvents().indexOf(segments("handshake").getFirst()));

    assertThat(value("校验和")).isEqualTo("留给网卡计算");
    assertThat(value("紧急指针")).isEqualTo("0 · 无 URG");
    assertThat(browser.text(".below summary")).isEqualTo("IPv4 首部");
  }
}
