package dev.synfin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileWriterTest {
  @TempDir Path folder;

  private static Frame random(Random random, long number) {
    int offset = random.nextInt(10);
    int size = random.nextInt(50) == 0 ? random.nextInt(262_145) : random.nextInt(1500);
    byte[] octets = new byte[offset + size + random.nextInt(10)];
    random.nextBytes(octets);
    var frame = new Frame();
    long nanos = random.nextLong(4_294_967_296_000_000_000L);
    frame.set(number, nanos, 1, octets, offset, size, size + random.nextInt(100));
    return frame;
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    var random = new Random(1);
    Path file = folder.resolve("a.pcap");
    List<String> written = new ArrayList<>();
    try (var writer = new CaptureFileWriter(file, 1, 262_144)) {
      for (int i = 1; i <= 2_000; i++) {
        Frame frame = random(random, i);
        writer.write(frame);
        written.add(Reading.line(frame));
      }
    }

    try (var capture = CaptureFile.open(file)) {
      assertThat(capture.linkType()).contains("EN10MB");
      assertThat(capture.snaplen()).contains(262_144);
      assertThat(capture.nanoseconds()).isTrue();
      assertThat(Reading.of(capture).frames()).isEqualTo(written);
      assertThat(capture.damage()).isEmpty();
    }
  }

  @Test
  void aFileIsReadableAfterEveryFlush() throws IOException {
    Path file = folder.resolve("a.pcap");
    try (var writer = new CaptureFileWriter(file, 1, 262_144)) {
      assertThat(Reading.of(Files.readAllBytes(file)).frames()).isEmpty();
      writer.write(random(new Random(2), 1));
      writer.flush();
      assertThat(Reading.of(Files.readAllBytes(file)).frames()).hasSize(1);
    }
  }

  @Test
  void aFileThatIsThereIsReplaced() throws IOException {
    Path file = Files.write(folder.resolve("a.pcap"), new byte[100]);
    new CaptureFileWriter(file, 1, 262_144).close();

    assertThat(file).hasSize(24);
  }

  @Test
  void aFolderThatIsMissingOrInTheFilesPlaceGetsItsSentence() {
    Path missing = folder.resolve("missing/a.pcap");

    assertThatThrownBy(() -> new CaptureFileWriter(missing, 1, 1))
        .hasMessage("There is no folder for the capture file " + missing + ".");
    assertThatThrownBy(() -> new CaptureFileWriter(folder, 1, 1))
        .hasMessage("The capture file " + folder + " cannot be written: Is a directory.");
  }

  @Test
  void aFullDiskGetsItsSentence() {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();

    assertThatThrownBy(() -> new CaptureFileWriter(full, 1, 262_144))
        .hasMessage(
            "The capture file /dev/full cannot be written (No space left on device); its first 0"
                + " octets are whole records; make room, or write elsewhere.");
  }

  @Test
  void aDiskThatFillsUpKeepsWholeRecords() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    assumeThat(exitOf("mount", "-t", "tmpfs", "-o", "size=1m", "synfin", folder.toString()))
        .isZero();
    try {
      Path file = folder.resolve("a.pcap");
      long written = framesUntilFull(file);
      Reading reading = Reading.of(Files.readAllBytes(file));

      assertThat(reading.damage()).isEmpty();
      assertThat(Files.size(file)).isBetween((1L << 20) - 1516, 1L << 20);
      assertThat(reading.frames().size()).isBetween(600, (int) written);
    } finally {
      assertThat(exitOf("umount", folder.toString())).isZero();
    }
  }

  private static long framesUntilFull(Path file) throws IOException {
    var frame = new Frame();
    frame.set(1, 0, 1, new byte[1500], 0, 1500, 1500);
    try (var writer = new CaptureFileWriter(file, 1, 262_144)) {
      for (int written = 0; written < 2_000; written++) {
        try {
          writer.write(frame);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("No space left on device");
          return written;
        }
      }
    }
    throw new AssertionError("the disk did not fill up");
  }

  private static int exitOf(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
