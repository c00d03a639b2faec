package dev.synfin.capture;

import dev.synfin.capture.ReadAhead.Block;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose octets are looked at where they were read to, without copying: only what lies over
 * the edge of two blocks is moved.
 */
final class OctetStream {
  private static final int SKIPPED_AT_ONCE = 1 << 16;

  private final ReadAhead in;
  private final String name;
  private @Nullable Block block;
  private byte[] buffer = {};
  private int position;
  private int limit;

  /** How many octets lie before the buffer's first, which can be fewer than none. */
  private long before;

  private @Nullable String cut;
  private boolean ended;

  OctetStream(ReadAhead in, String name) {
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
    return before + position;
  }

  /**
   * Makes sure that so many octets lie in the buffer from {@link #position()} on.
   *
   * @return false if the stream ends before
   */
  boolean has(int count) throws IOException {
    while (limit - position < count) {
      Block next = ended ? null : take();
      ended = next == null || next.length() < 1;
      if (next == null || ended) {
        return false;
      }
      if (limit - position <= Block.ROOM) {
        goOnIn(next);
      } else {
        join(next, count);
      }
    }
    return true;
  }

  private void goOnIn(Block next) {
    int left = limit - position;
    int start = Block.ROOM - left;
    System.arraycopy(buffer, position, next.octets(), start, left);
    use(next.octets(), start);
    limit = Block.ROOM + next.length();
    replaceBy(next);
  }

  /** What is longer than the room before a block is put together in a buffer of its own. */
  private void join(Block next, int count) {
    int left = limit - position;
    if (block != null || buffer.length - limit < next.length()) {
      byte[] joined = new byte[Math.max(left, count) + next.length()];
      System.arraycopy(buffer, position, joined, 0, left);
      use(joined, 0);
      limit = left;
      replaceBy(null);
    }
    System.arraycopy(next.octets(), Block.ROOM, buffer, limit, next.length());
    limit += next.length();
    in.giveBack(next);
  }

  private void use(byte[] octets, int start) {
    before += position - start;
    buffer = octets;
    position = start;
  }

  private void replaceBy(@Nullable Block next) {
    if (block != null) {
      in.giveBack(block);
    }
    block = next;
  }

  private @Nullable Block take() throws IOException {
    try {
      return in.take();
    } catch (EOFException e) {
      cut = "the compressed data end too soon";
      return null;
    } catch (ZipException e) {
      cut = "the compressed data are damaged (" + e.getMessage() + ")";
      return null;
    } catch (IOException e) {
      ended = true;
      throw new IOException(
          name + " cannot be read beyond offset " + (before + limit) + ": " + e.getMessage() + ".",
          e);
    }
  }

  /** Where compressed data stopped making sense, or null. */
  @Nullable Damage damage() {
    return cut == null ? null : new Damage(before + limit, cut);
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
      int step = (int) Math.min(missing, SKIPPED_AT_ONCE);
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
