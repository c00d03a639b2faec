package dev.synfin.capture;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads a stream, and unpacks it where it is compressed, while what was read before
 * is looked at. A few blocks go to and fro between the two.
 */
final class ReadAhead implements Closeable {
  private static final int BLOCKS = 4;
  private static final int BLOCK = 1 << 18;
  private static final int IDLE_MS = 100;

  private final InputStream in;
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread reader;
  private Flushable whenIdle = () -> {};
  private volatile boolean stopped;

  ReadAhead(InputStream in) {
    this.in = in;
    for (int i = 0; i < BLOCKS; i++) {
      empty.add(new Block());
    }
    reader = Thread.ofPlatform().name("reads ahead").daemon().start(this::readAll);
  }

  /** What was read at once, behind room for the end of what was read before. */
  static final class Block {
    /** More than any frame on a common link has, with its record's header. */
    static final int ROOM = 1 << 16;

    private byte[] octets = {};
    private int length;
    private @Nullable IOException failure;

    byte[] octets() {
      return octets;
    }

    /** How many octets there are from {@link #ROOM} on; less than 1 at the end. */
    int length() {
      return length;
    }

    private void fill(InputStream from) {
      try {
        if (octets.length == 0) {
          octets = new byte[ROOM + BLOCK];
        }
        length = from.read(octets, ROOM, BLOCK);
      } catch (IOException e) {
        failure = e;
        length = -1;
      }
    }
  }

  private void readAll() {
    try (InputStream unpacked = Unpacked.of(in)) {
      int length;
      do {
        Block block = empty.take();
        block.fill(unpacked);
        length = block.length;
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

  /** It is not even known what the stream holds. */
  private void fail(IOException e) {
    var block = new Block();
    block.failure = e;
    full.add(block);
  }

  /**
   * The next block, which is whoever's asked until it is given back; an empty one once {@link
   * #stop} was called, even if nothing comes any more.
   *
   * @throws IOException if the stream could not be read; those before are good
   */
  Block take() throws IOException {
    try {
      Block block = full.poll(IDLE_MS, TimeUnit.MILLISECONDS);
      if (block == null) {
        whenIdle.flush();
      }
      while (block == null && !stopped) {
        block = full.poll(IDLE_MS, TimeUnit.MILLISECONDS);
      }
      if (stopped || block == null) {
        return new Block();
      }
      if (block.failure != null) {
        throw block.failure;
      }
      return block;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  /** Nobody looks at this block any more. */
  void giveBack(Block block) {
    empty.add(block);
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
