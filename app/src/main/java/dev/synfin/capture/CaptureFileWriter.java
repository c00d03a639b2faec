package dev.synfin.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a capture file that Wireshark opens: the classic format with nanoseconds, frames with
 * their original lengths.
 *
 * <p>Frames are gathered and written together; a file whose disk is full ends with the last record
 * that was wholly written.
 */
public final class CaptureFileWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 18;
  private static final int RECORD_HEADER = 16;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  /**
   * Begins a file; one that is there is replaced.
   *
   * @param linkType LINKTYPE_ number
   * @param snaplen how much of each frame is kept at most
   * @throws IOException if it cannot be written
   */
  public CaptureFileWriter(Path file, int linkType, int snaplen) throws IOException {
    this.file = file;
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    buffer.putInt(0xA1B23C4D).putShort((short) 2).putShort((short) 4);
    buffer.putInt(0).putInt(0).putInt(snaplen).putInt(linkType);
    flush();
  }

  /**
   * Adds a frame.
   *
   * @throws IOException if the disk is full or gone
   */
  public void write(Frame frame) throws IOException {
    int size = RECORD_HEADER + frame.capturedLength();
    if (size > buffer.remaining()) {
      flush();
    }
    if (size > buffer.capacity()) {
      var alone = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      put(alone, frame);
      flush(alone);
    } else {
      put(buffer, frame);
    }
  }

  private static void put(ByteBuffer to, Frame frame) {
    to.putInt((int) (frame.epochNanos() / 1_000_000_000L));
    to.putInt((int) (frame.epochNanos() % 1_000_000_000L));
    to.putInt(frame.capturedLength()).putInt(frame.length());
    to.put(frame.octets(), frame.offset(), frame.capturedLength());
  }

  /** Puts what was gathered into the file. */
  public void flush() throws IOException {
    flush(buffer);
  }

  private void flush(ByteBuffer full) throws IOException {
    full.flip();
    try {
      while (full.hasRemaining()) {
        channel.write(full);
      }
    } catch (IOException e) {
      cutToWholeRecords();
      throw new IOException(
          "The capture file "
              + file
              + " cannot be written ("
              + e.getMessage()
              + "); it holds the first "
              + written
              + " octets.",
          e);
    } finally {
      full.clear();
    }
    written = channel.position();
  }

  private void cutToWholeRecords() throws IOException {
    channel.truncate(written);
    channel.position(written);
  }

  /** Writes what is left and closes the file. */
  @Override
  public void close() throws IOException {
    try (channel) {
      flush();
    }
  }
}
