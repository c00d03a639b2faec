package dev.synfin.stage;

import dev.synfin.timeline.Timelines;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes a tap's stream in pieces of any size, and tells of each record once it is whole. */
public final class TapRecordReader {
  private static final int HEAD = 5;

  /** Far more than a frame has. */
  private static final int MOST = 16 << 20;

  private final Consumer<TapRecord> listener;
  private byte[] kept = new byte[1 << 16];
  private int filled;

  /** Tells this listener, on the thread that brings the pieces. */
  public TapRecordReader(Consumer<TapRecord> listener) {
    this.listener = listener;
  }

  /**
   * Takes the next piece.
   *
   * @throws IOException if the stream is not a tap's
   */
  public void accept(byte[] piece) throws IOException {
    if (filled + piece.length > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(2 * kept.length, filled + piece.length));
    }
    System.arraycopy(piece, 0, kept, filled, piece.length);
    filled += piece.length;
    int at = 0;
    while (filled - at >= HEAD) {
      int length = ByteBuffer.wrap(kept, at + 1, 4).getInt();
      if (length < 0 || length > MOST) {
        throw new IOException("The tap sent what no tap sends.");
      }
      if (filled - at - HEAD < length) {
        break;
      }
      listener.accept(record((char) kept[at], at + HEAD, length));
      at += HEAD + length;
    }
    System.arraycopy(kept, at, kept, 0, filled - at);
    filled -= at;
  }

  private TapRecord record(char kind, int from, int length) throws IOException {
    if (kind == TapRecordWriter.FRAME) {
      return frame(ByteBuffer.wrap(kept, from, length));
    }
    var data = new DataInputStream(new ByteArrayInputStream(kept, from, length));
    return switch (kind) {
      case TapRecordWriter.BEGUN ->
          new TapRecord.Begun(
              data.readUTF(),
              orNull(data.readUTF()),
              data.readInt(),
              data.readInt(),
              data.readBoolean(),
              Instant.parse(data.readUTF()));
      case TapRecordWriter.PROOF ->
          new TapRecord.Proof(
              data.readLong(),
              data.readBoolean(),
              orNull(data.readUTF()),
              data.readLong(),
              data.readLong(),
              Instant.parse(data.readUTF()));
      case TapRecordWriter.KERNEL ->
          new TapRecord.Kernel(
              Timelines.readKernelLine(new String(kept, from, length, StandardCharsets.UTF_8)));
      case TapRecordWriter.FAILED -> new TapRecord.Failed(data.readUTF());
      default -> throw new IOException("The tap sent what no tap sends: «" + kind + "».");
    };
  }

  private static TapRecord frame(ByteBuffer data) {
    long epochNanos = data.getLong();
    int length = data.getInt();
    var octets = new byte[data.remaining()];
    data.get(octets);
    return new TapRecord.Captured(epochNanos, length, octets);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
