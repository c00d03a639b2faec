package dev.synfin.timeline;

import dev.synfin.track.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to a stream, on a thread of its own: those of packets are handed on as octets,
 * and that thread puts those of connections that are over, which take the longest, between them.
 *
 * <p>Batches go to and fro. What fails there is thrown from a later call here, and nothing more is
 * written.
 */
final class LineRelay implements LineBuffer.Drain, AutoCloseable {
  private static final int BATCHES = 4;
  private static final Batch END = new Batch();

  /** Writes the line of a connection that is over. */
  interface Closings {
    /**
     * Writes one.
     *
     * @param lastAt time of the last packet before, nanoseconds since 1970
     */
    void write(Connection connection, long lastAt);
  }

  private final LineBuffer lines;
  private final Runnable head;
  private final Closings closings;
  private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES + 1);
  private final BlockingQueue<Batch> empty = new ArrayBlockingQueue<>(BATCHES + 1);
  private final Thread thread;
  private Batch batch = new Batch();
  private volatile @Nullable Throwable failure;
  private boolean thrown;

  /**
   * Starts the thread.
   *
   * @param lines where everything goes; the thread's own from now on
   * @param head writes there what comes before everything else, on the thread
   * @param closings what writes connections there
   */
  LineRelay(LineBuffer lines, Runnable head, Closings closings) {
    this.lines = lines;
    this.head = head;
    this.closings = closings;
    for (var i = 1; i < BATCHES; i++) {
      empty.add(new Batch());
    }
    thread = Thread.ofPlatform().name("writes lines").daemon().start(this::writeAll);
  }

  /** Text, and the connections that were over when so much of it was written. */
  private static final class Batch {
    private static final int PLACES = 256;

    private byte[] octets = new byte[LineBuffer.SIZE];
    private int length;
    private final List<Connection> closed = new ArrayList<>(PLACES);
    private final int[] places = new int[PLACES];
    private final long[] times = new long[PLACES];
    private boolean flushed;

    void write(LineBuffer lines, Closings closings) throws IOException {
      var from = 0;
      for (var i = 0; i < closed.size(); i++) {
        lines.lines(octets, from, places[i] - from);
        from = places[i];
        closings.write(closed.get(i), times[i]);
      }
      lines.lines(octets, from, length - from);
      if (flushed) {
        lines.flush();
      }
    }
  }

  /**
   * Lets the thread write the line of a connection.
   *
   * @param from the buffer of the lines before it, which ends with a whole line
   */
  void closed(Connection connection, long lastAt, LineBuffer from) {
    batch.places[batch.closed.size()] = from.mark();
    batch.times[batch.closed.size()] = lastAt;
    batch.closed.add(connection);
    if (batch.closed.size() == Batch.PLACES) {
      from.drain();
    }
  }

  @Override
  public byte[] take(byte[] octets, int length) {
    return handOver(octets, length, false);
  }

  /** Also lets the thread flush the stream when all this is written. */
  @Override
  public byte[] takeLast(byte[] octets, int length) {
    return handOver(octets, length, true);
  }

  private byte[] handOver(byte[] octets, int length, boolean flushed) {
    rethrow();
    var room = batch.octets;
    batch.octets = octets;
    batch.length = length;
    batch.flushed = flushed;
    if (!thread.isAlive()) {
      write(batch);
      rethrow();
      return octets;
    }
    try {
      full.put(batch);
      batch = empty.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handing on lines", e);
    }
    return room;
  }

  private void writeAll() {
    writeHead();
    try {
      for (var next = full.take(); next != END; next = full.take()) {
        write(next);
        empty.put(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed before the end
    }
  }

  private void writeHead() {
    try {
      head.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** After a failure batches still come back, so that nobody waits for ever. */
  private void write(Batch next) {
    try {
      if (failure == null) {
        next.write(lines, closings);
      }
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      next.closed.clear(); // it is used again
    }
  }

  /** Once: who closes this after a failure has that one already. */
  private void rethrow() {
    Throwable failed = failure;
    if (failed == null || thrown) {
      return;
    }
    thrown = true;
    switch (failed) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failed);
    }
  }

  /** Waits until everything that was handed over is written; what comes then is written at once. */
  @Override
  public void close() {
    if (!thread.isAlive()) {
      return;
    }
    try {
      full.put(END);
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }
}
