package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.Frame;
import dev.synfin.stage.TapRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of frames. */
class FramesTest {
  private static final String ETHERNET = "0200000000020200000000010800";

  @TempDir private Path folder;

  private String kept(String headers) throws IOException {
    byte[] frame =
        HexFormat.of()
            .parseHex(
                headers + HexFormat.of().formatHex("secret".getBytes(StandardCharsets.US_ASCII)));
    var begun = new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH);
    Path file = folder.resolve("capture.pcap");
    try (var frames = new Frames(begun)) {
      var one = new Frame();
      one.set(1, 1_700_000_000_000_000_000L, 1, frame, 0, frame.length, frame.length);
      frames.add(one);
      frames.keep(0, 1, false, file);
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aLaterFragmentIsKeptWithoutWhatItCarries() throws IOException {
    assertThat(kept(ETHERNET + "4500001a000020014006000" + "00a0000010a000002"))
        .doesNotContain("secret");
  }

  @Test
  void aFrameOfAnotherProtocolIsKeptWithoutWhatItCarries() throws IOException {
    assertThat(kept("020000000002020000000001" + "88b5")).doesNotContain("secret");
  }
}
