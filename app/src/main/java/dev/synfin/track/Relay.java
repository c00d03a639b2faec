package dev.synfin.track;

import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.TcpSegment;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a tracker tells on to an observer on a thread of its own, in the same order: writing a
 * line takes as long as following a segment does.
 *
 * <p>Packets are copied into a few batches that go to and fro. What the observer throws is thrown
 * from a later call here, and nothing more is handed on. The observer may ask for the summary of a
 * connection that is closed, and for nothing else that changes.
 */
public final class Relay implements ConnectionObserver, AutoCloseable {
  private static final int BATCHES = 4;
  private static final int NO_PACKETS = -1;
  private static final RelayBatch END = new RelayBatch();

  private final ConnectionObserver observer;
  private final int payloadBytes;
  private final BlockingQueue<RelayBatch> full = new ArrayBlockingQueue<>(BATCHES + 1);
  private final BlockingQueue<RelayBatch> empty = new ArrayBlockingQueue<>(BATCHES + 1);
  private final Thread thread;
  private RelayBatch batch = new RelayBatch();
  private volatile @Nullable Throwable failure;
  private boolean thrown;

  /**
   * Hands everything on.
   *
   * @param payloadBytes how much of each payload the observer looks at, in octets
   */
  public static Relay of(ConnectionObserver observer, int payloadBytes) {
    return new Relay(observer, payloadBytes);
  }

  /** Hands on what becomes of connections, but no packets. */
  public static Relay withoutPackets(ConnectionObserver observer) {
    return new Relay(observer, NO_PACKETS);
  }

  private Relay(ConnectionObserver observer, int payloadBytes) {
    this.observer = observer;
    this.payloadBytes = payloadBytes;
    for (int i = 1; i < BATCHES; i++) {
      empty.add(new RelayBatch());
    }
    thread = Thread.ofPlatform().name("observes").daemon().start(this::tellAll);
  }

  private void tellAll() {
    try {
      RelayBatch next = full.take();
      while (next != END) {
        tell(next);
        next.clear();
        empty.put(next);
        next = full.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed before the end
    }
  }

  /** After a failure batches still come back, so that nobody waits for ever. */
  private void tell(RelayBatch next) {
    if (failure != null) {
      return;
    }
    try {
      next.tell(observer);
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  @Override
  public void opened(Connection connection) {
    batch.addOpened(connection);
    handOverIfFull();
  }

  @Override
  public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {
    if (payloadBytes != NO_PACKETS) {
      batch.addSegment(connection, segment, facts, payloadBytes);
      handOverIfFull();
    }
  }

  @Override
  public void cutSegment(CutSegment cut) {
    addPacket(null, cut, Side.CLIENT);
  }

  @Override
  public void datagram(Connection connection, Datagram datagram, Side from) {
    addPacket(connection, datagram, from);
  }

  @Override
  public void icmp(Connection connection, IcmpError error, Side from) {
    addPacket(connection, error, from);
  }

  private void addPacket(@Nullable Connection connection, IpPacket packet, Side from) {
    if (payloadBytes != NO_PACKETS) {
      batch.addPacket(connection, packet, from, payloadBytes);
      handOverIfFull();
    }
  }

  @Override
  public void closed(Connection connection) {
    batch.addClosed(connection);
    handOverIfFull();
  }

  /** Lets the observer's thread flush something when the observer was told all that came before. */
  public void flushAfterwards(Flushable flushable) {
    batch.addFlush(flushable);
    handOver();
  }

  private void handOverIfFull() {
    if (batch.isFull()) {
      handOver();
    }
  }

  private void handOver() {
    rethrow();
    try {
      full.put(batch);
      batch = empty.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handing on what was followed", e);
    }
  }

  /** Once: who closes this after a failure has that one already. */
  private void rethrow() {
    if (thrown) {
      return;
    }
    thrown = failure != null;
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  /** Waits until the observer was told everything. */
  @Override
  public void close() {
    handOver();
    try {
      full.put(END);
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }
}
