package dev.synfin.capture;

import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a thread of its own reads, and unpacks where it is compressed, while what was read
 * before is looked at. A few blocks go to and fro between the two.
 */
final class ReadAhead extends InputStream {
  private static final int BLOCKS = 4;
  private static final int BLOCK = 1 << 18;
  private static final int IDLE_MS = 100;

  private final InputStream in;
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread reader;
  private @Nullable Block current;
  private int position;
  private Flushable whenIdle = () -> {};
  private volatile boolean stopped;

  ReadAhead(InputStream in) {
    this.in = in;
    for (int i = 0; i < BLOCKS; i++) {
      empty.add(new Block());
    }
    reader = Thread.ofPlatform().name("reads ahead").daemon().start(this::readAll);
  }

  private static final class Block {
    byte[] octets = new byte[0];

    /** How many there are; less than 1 at the end. */
    int length;

    @Nullable IOException failure;
  }

  private void readAll() {
    try (InputStream unpacked = Unpacked.of(in)) {
      int length;
      do {
        Block block = empty.take();
        length = read(unpacked, block);
        full.put(block);
      } while (length > 0);
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed early
    } catch (RuntimeException | Error e) {
      fail(new IOException("Reading ended unexpectedly: " + e, e)); // nobody may wait for ever
    }
  }

  private static int read(InputStream from, Block block) {
    try {
      if (block.octets.length == 0) {
        block.octets = new byte[BLOCK];
      }
      block.length = from.read(block.octets, 0, BLOCK);
    } catch (IOException e) {
      block.failure = e;
      block.length = -1;
    }
    return block.length;
  }

  /** It is not even known what the stream holds. */
  private void fail(IOException e) {
    var block = new Block();
    block.failure = e;
    full.add(block);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Block block = block();
    if (block.failure != null) {
      throw block.failure;
    }
    if (block.length < 1) {
      return -1;
    }
    int count = Math.min(length, block.length - position);
    System.arraycopy(block.octets, position, to, offset, count);
    position += count;
    return count;
  }

  /** The block that has octets left, or the last. */
  private Block block() throws IOException {
    try {
      if (current != null && current.length > 0 && position == current.length) {
        empty.put(current);
        current = null;
      }
      if (current == null) {
        current = take();
        position = 0;
      }
      return current;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  /** The next block; the end once {@link #stop} was called, even if nothing comes any more. */
  private Block take() throws IOException, InterruptedException {
    Block block = full.poll(IDLE_MS, TimeUnit.MILLISECONDS);
    if (block == null) {
      whenIdle.flush();
    }
    while (block == null && !stopped) {
      block = full.poll(IDLE_MS, TimeUnit.MILLISECONDS);
    }
    return stopped || block == null ? new Block() : block;
  }

  /** Flushes this whenever nothing has come for a moment. */
  void flushWhenIdle(Flushable waiting) {
    whenIdle = waiting;
  }

  /** Lets the stream end after the block that is being looked at; for any thread. */
  void stop() {
    stopped = true;
  }

  @Override
  public void close() throws IOException {
    reader.interrupt();
    in.close();
  }
}
