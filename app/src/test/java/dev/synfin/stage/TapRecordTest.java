package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.synfin.capture.Frame;
import dev.synfin.stage.TapRecord.Captured;
import dev.synfin.stage.TapRecord.Failed;
import dev.synfin.stage.TapRecord.Proof;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes into a tap's stream comes out at its other end, in whatever pieces it travels. */
class TapRecordTest {
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private final List<TapRecord> received = new ArrayList<>();

  @Test
  void everyRecordArrivesInOrderOctetByOctet() throws IOException {
    write();
    var reader = new TapRecordReader(received::add);

    for (byte octet : stream.toByteArray()) {
      reader.accept(new byte[] {octet});
    }

    assertArrived();
  }

  @Test
  void everyRecordArrivesInOrderInOnePiece() throws IOException {
    write();

    new TapRecordReader(received::add).accept(stream.toByteArray());

    assertArrived();
  }

  @Test
  void whatNoTapSendsIsRefused() {
    assertThatIOException()
        .isThrownBy(() ->
            new TapRecordReader(received::add)
                .accept("Permission denied".getBytes(StandardCharsets.US_ASCII)))
        .withMessageStartingWith("The tap sent what no tap sends");
  }

  @Test
  void aStreamThatFailsEndsTheCaptureWithItsReason() throws IOException {
    var broken =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("gone");
          }
        };
    try (var writer = new TapRecordWriter(broken)) {
      assertThatIOException()
          .isThrownBy(() -> {
            while (true) {
              writer.failed("again");
            }
          })
          .withMessage("gone");
    }
  }

  private void write() throws IOException {
    try (var writer = new TapRecordWriter(stream)) {
      writer.begun(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
      var frame = new Frame();
      frame.set(1, 1_700_000_000_123_456_789L, 1, new byte[] {9, 1, 2, 3, 9}, 1, 3, 1500);
      writer.frame(frame);
      writer.proof(new Proof(7, false, "2 frames were dropped", 2, 0, Instant.EPOCH));
      writer.failed("The disk is full.");
    }
  }

  private void assertArrived() {
    assertThat(received).hasSize(4);
    assertThat(received.get(0))
        .isEqualTo(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
    assertThat(received.get(1))
        .isInstanceOfSatisfying(
            Captured.class,
            frame -> {
              assertThat(frame.epochNanos()).isEqualTo(1_700_000_000_123_456_789L);
              assertThat(frame.length()).isEqualTo(1500);
              assertThat(frame.octets()).containsExactly(1, 2, 3);
            });
    assertThat(received.get(2))
        .isEqualTo(new Proof(7, false, "2 frames were dropped", 2, 0, Instant.EPOCH));
    assertThat(received.get(3)).isEqualTo(new Failed("The disk is full."));
  }
}
