package dev.synfin.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands frames to a sink on a thread of its own, so that whoever reads them does not wait for what
 * is made of them. Frames are copied together into blocks, as many as the sink is late, up to a
 * limit: then the reader waits.
 */
public final class Aside implements FrameSink, AutoCloseable {
  private static final int BLOCK = 1 << 18;
  private static final long MOST = 256L << 20;
  private static final Block END = new Block(0);

  private final FrameSink sink;
  private final BlockingQueue<Block> full;
  private final Queue<Block> free = new ConcurrentLinkedQueue<>();
  private final Thread follower;
  private volatile @Nullable IOException failure;
  private Block filling = new Block(BLOCK);

  /** Starts the thread. */
  public Aside(FrameSink sink) {
    this.sink = sink;
    long most = Math.min(MOST, Runtime.getRuntime().maxMemory() / 4);
    this.full = new ArrayBlockingQueue<>((int) Math.max(2, most / BLOCK));
    this.follower = Thread.ofPlatform().name("follows connections").daemon().start(this::follow);
  }

  /** Frames one behind the other, see {@link Records}. */
  private static final class Block {
    final byte[] octets;
    int length;
    long firstNumber;
    int linkType;

    Block(int size) {
      octets = new byte[size];
    }
  }

  @Override
  public void accept(Frame frame) throws IOException {
    int size = Records.HEADER + frame.capturedLength();
    if (filling.length + size > filling.octets.length) {
      pause();
    }
    if (size > filling.octets.length) {
      filling = new Block(size);
    }
    if (filling.length == 0) {
      filling.firstNumber = frame.number();
      filling.linkType = frame.linkType();
    }
    Records.put(frame, filling.octets, filling.length);
    filling.length += size;
  }

  /**
   * Lets the sink have what there is.
   *
   * @throws IOException if the sink failed
   */
  @Override
  public void pause() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
    if (filling.length > 0) {
      handOver(filling);
      Block next = free.poll();
      filling = next == null ? new Block(BLOCK) : next;
    }
  }

  private void handOver(Block block) throws IOException {
    try {
      full.put(block);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the connections were followed.", e);
    }
  }

  private void follow() {
    var frame = new Frame();
    try {
      for (Block block = full.take(); block != END; block = full.take()) {
        if (failure == null) {
          deliver(block, frame);
        }
        block.length = 0;
        if (block.octets.length == BLOCK) {
          free.add(block);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Block block, Frame frame) {
    try {
      long number = block.firstNumber;
      for (int at = 0; at < block.length; ) {
        at = Records.get(block.octets, at, number++, block.linkType, 1_000_000_000, frame);
        sink.accept(frame);
      }
      if (full.isEmpty()) {
        sink.pause();
      }
    } catch (IOException e) {
      failure = e;
    } catch (UncheckedIOException e) {
      failure = e.getCause();
    } catch (RuntimeException | Error e) {
      failure = new IOException("The capture cannot be followed any more: " + e, e);
    }
  }

  /**
   * Waits until the sink has had everything; to be called when nothing reads any more.
   *
   * @throws IOException if the sink failed
   */
  public void finish() throws IOException {
    if (failure == null) {
      pause();
    }
    handOver(END);
    await();
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private void await() throws IOException {
    try {
      follower.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the connections were followed.", e);
    }
  }

  /** Ends the thread, whatever still waits. */
  @Override
  public void close() {
    follower.interrupt();
  }
}
