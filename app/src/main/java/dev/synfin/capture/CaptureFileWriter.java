package dev.synfin.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
  private static final int FILE_HEADER = 24;
  private static final int RECORD_HEADER = 16;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
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
    this.channel = create(file);
    buffer.putInt(0xA1B23C4D).putShort((short) 2).putShort((short) 4);
    buffer.putInt(0).putInt(0).putInt(snaplen).putInt(linkType);
    try {
      flush();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel create(Path file) throws IOException {
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (NoSuchFileException e) {
      throw new IOException("There is no folder for the capture file " + file + ".", e);
    } catch (FileSystemException e) {
      String why = e.getReason() == null ? "permission denied" : e.getReason();
      throw new IOException("The capture file " + file + " cannot be written: " + why + ".", e);
    }
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
      written += full.limit();
    } catch (IOException e) {
      throw failed(full, e);
    } finally {
      full.clear();
    }
  }

  /** Cuts the file to whole records, as far as the file can be cut at all. */
  private IOException failed(ByteBuffer full, IOException cause) {
    written += wholeRecords(full);
    try {
      channel.truncate(written);
      channel.position(written);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return new IOException(
        "The capture file "
            + file
            + " cannot be written ("
            + cause.getMessage()
            + "); its first "
            + written
            + " octets are whole records; make room, or write elsewhere.",
        cause);
  }

  /** How many of the octets that were written before the failure are records without a rest. */
  private int wholeRecords(ByteBuffer full) {
    int reached = full.position();
    int whole = written == 0 ? FILE_HEADER : 0;
    if (reached < whole) {
      return 0;
    }
    while (whole + RECORD_HEADER <= reached) {
      int next = whole + RECORD_HEADER + full.getInt(whole + 8);
      if (next > reached) {
        break;
      }
      whole = next;
    }
    return whole;
  }

  /** Writes what is left and closes the file. */
  @Override
  public void close() throws IOException {
    try (channel) {
      flush();
    }
  }
}
