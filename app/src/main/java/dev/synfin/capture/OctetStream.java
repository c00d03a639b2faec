package dev.synfin.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A stream read through one large buffer: what lies there is looked at in place, without copying.
 */
final class OctetStream {
  private static final int SIZE = 1 << 20;

  private final InputStream in;
  private final String name;
  private byte[] buffer = new byte[SIZE];
  private int position;
  private int limit;
  private long consumed;
  private @Nullable String cut;

  OctetStream(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where in {@link #buffer()} the next octet lies. */
  int position() {
    return position;
  }

  /** How many octets were passed since the start. */
  long offset() {
    return consumed + position;
  }

  /**
   * Makes sure that so many octets lie in the buffer from {@link #position()} on.
   *
   * @return false if the stream ends before
   */
  boolean has(int count) throws IOException {
    if (limit - position >= count) {
      return true;
    }
    return fill(count);
  }

  private boolean fill(int count) throws IOException {
    if (count > buffer.length - position) {
      byte[] to = count > buffer.length ? new byte[count + SIZE] : buffer;
      System.arraycopy(buffer, position, to, 0, limit - position);
      buffer = to;
      consumed += position;
      limit -= position;
      position = 0;
    }
    while (limit - position < count) {
      int read = read();
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }

  private int read() throws IOException {
    try {
      return in.read(buffer, limit, buffer.length - limit);
    } catch (EOFException e) {
      cut = "the compressed data end too soon";
      return -1;
    } catch (ZipException e) {
      cut = "the compressed data are damaged (" + e.getMessage() + ")";
      return -1;
    } catch (IOException e) {
      throw new IOException(
          name
              + " cannot be read beyond offset "
              + (consumed + limit)
              + ": "
              + e.getMessage()
              + ".",
          e);
    }
  }

  /** Where compressed data stopped making sense, or null. */
  @Nullable Damage damage() {
    return cut == null ? null : new Damage(consumed + limit, cut);
  }

  /** Whether nothing is left. */
  boolean atEnd() throws IOException {
    return !has(1);
  }

  /** Passes octets that {@link #has} has confirmed. */
  void pass(int count) {
    position += count;
  }

  /** Passes octets that need not lie in the buffer. */
  boolean skip(long count) throws IOException {
    long missing = count;
    while (missing > 0) {
      int step = (int) Math.min(missing, SIZE);
      if (!has(step)) {
        return false;
      }
      pass(step);
      missing -= step;
    }
    return true;
  }

  void close() throws IOException {
    in.close();
  }
}
