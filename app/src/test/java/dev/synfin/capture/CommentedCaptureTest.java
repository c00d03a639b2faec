package dev.synfin.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of captures with comments: the frames stay, the comments are there. */
class CommentedCaptureTest {
  private static final byte[] ONE = Reading.text("first");
  private static final byte[] TWO = Reading.text("second one");

  @TempDir private Path folder;
  private Optional<Damage> damage = Optional.empty();

  private byte[] copy(byte[] capture, CommentedCapture.Comments comments) throws IOException {
    Path file = Files.write(folder.resolve("a.capture"), capture);
    var out = new ByteArrayOutputStream();
    damage = CommentedCapture.copy(file, comments, out);
    return out.toByteArray();
  }

  private byte[] pcap() throws IOException {
    Path file = folder.resolve("a.pcap");
    try (var writer = new CaptureFileWriter(file, 113, 96)) {
      var frame = new Frame();
      frame.set(1, 1_700_000_000_123_456_789L, 113, ONE, 0, ONE.length, 1500);
      writer.write(frame);
      frame.set(2, 1_700_000_001_000_000_001L, 113, TWO, 0, TWO.length, TWO.length);
      writer.write(frame);
    }
    return Files.readAllBytes(file);
  }

  private static PcapngOctets pcapng(ByteOrder order) {
    var file = new PcapngOctets().section(order);
    file.iface(1, 64, file.option(9, (byte) 9)).iface(101, 0, file.option(9, (byte) 0x94));
    file.block(5, new byte[] {0, 0, 0, 0, 1, 2, 3, 4}); // statistics, or anything else
    return file.enhanced(0, 5_000_000_007L, ONE, 900).simple(TWO, 10).old(1, 1 << 21, TWO, 10);
  }

  @Test
  void aPcapsFramesAndTheirNanosecondsStay() throws IOException {
    byte[] copy = copy(pcap(), frame -> "frame " + frame);

    assertThat(Reading.of(copy)).isEqualTo(Reading.of(pcap()));
    assertThat(Comments.of(copy)).containsExactly("1: frame 1", "2: frame 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void aPcapngsInterfacesClocksAndFramesStayInItsOwnByteOrder(String name) throws IOException {
    ByteOrder order = name.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    byte[] original = pcapng(order).octets();

    byte[] copy = copy(original, frame -> "frame " + frame);

    assertThat(Reading.of(copy)).isEqualTo(Reading.of(original));
    assertThat(Comments.of(copy))
        .as("a simple packet has no options")
        .containsExactly("1: frame 1", "3: frame 3");
  }

  @Test
  void withoutACommentAPcapngStaysOctetByOctet() throws IOException {
    byte[] original = pcapng(ByteOrder.BIG_ENDIAN).octets();

    assertThat(copy(original, frame -> null)).isEqualTo(original);
  }

  @Test
  void aPacketsOtherOptionsStayBesideTheComment() throws IOException {
    var file = new PcapngOctets().section(ByteOrder.LITTLE_ENDIAN).iface(1, 0);
    byte[] hash = file.option(3, (byte) 2, (byte) 7);
    byte[] packet = {0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4};
    byte[] block = Arrays.copyOf(packet, packet.length + hash.length + 4);
    System.arraycopy(hash, 0, block, packet.length, hash.length);
    byte[] original = file.block(6, block).octets();

    byte[] copy = copy(original, frame -> "Grüße");

    assertThat(Comments.of(copy)).containsExactly("1: Grüße");
    assertThat(new String(copy, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains(new String(hash, java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(Reading.of(copy)).isEqualTo(Reading.of(original));
  }

  @Test
  void aCommentThatIsTooLongForAnOptionIsCutBetweenCharacters() throws IOException {
    String comment = Comments.of(copy(pcap(), frame -> "x" + "😀".repeat(40_000))).getFirst();

    assertThat(comment).startsWith("1: x😀").endsWith("😀").hasSizeLessThan(5_000);
  }

  @Test
  void aCompressedCaptureIsUnpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(pcap());
    }

    assertThat(Reading.of(copy(packed.toByteArray(), frame -> null))).isEqualTo(Reading.of(pcap()));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void ofADamagedFileWhatCameBeforeIsCopied(boolean next) throws IOException {
    byte[] whole = next ? pcapng(ByteOrder.LITTLE_ENDIAN).octets() : pcap();

    byte[] copy = copy(Arrays.copyOf(whole, whole.length - 3), frame -> null);

    assertThat(damage).isPresent();
    List<String> all = Reading.of(whole).frames();
    assertThat(Reading.of(copy).frames()).isEqualTo(all.subList(0, all.size() - 1));
    assertThat(Reading.of(copy).damage()).isEmpty();
  }

  @Test
  void whatIsNoCaptureIsRefused() {
    assertThatThrownBy(() -> copy("hello, world".getBytes(UTF_8), frame -> null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no capture file");
  }
}
