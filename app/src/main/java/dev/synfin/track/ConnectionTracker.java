package dev.synfin.track;

import dev.synfin.wire.Datagram;
import dev.synfin.wire.Decoded;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.Refusal;
import dev.synfin.wire.TcpSegment;

/** Follows every TCP connection and UDP conversation of a capture, and tells an observer. */
public final class ConnectionTracker {
  /** How many connections are kept at once unless said otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS = 1_000_000;

  private final ConnectionObserver observer;
  private final int maxConnections;

  /** Tells {@code observer}, and keeps up to {@link #DEFAULT_MAX_CONNECTIONS} at once. */
  public ConnectionTracker(ConnectionObserver observer) {
    this(observer, DEFAULT_MAX_CONNECTIONS);
  }

  /**
   * Tells {@code observer}, and keeps at most {@code maxConnections} at once, TCP and UDP together.
   *
   * @throws IllegalArgumentException if {@code maxConnections} is not positive
   */
  public ConnectionTracker(ConnectionObserver observer, int maxConnections) {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("maxConnections must be positive: " + maxConnections);
    }
    this.observer = observer;
    this.maxConnections = maxConnections;
  }

  /** Follows what a frame turned out to be; a refusal is nothing to follow. */
  public void accept(Decoded decoded) {
    switch (decoded) {
      case TcpSegment segment -> accept(segment);
      case Datagram datagram -> accept(datagram);
      case IcmpError error -> accept(error);
      case Refusal refusal -> {}
    }
  }

  private void accept(TcpSegment segment) {
    assert observer != null && maxConnections > 0 && segment != null;
  }

  private void accept(Datagram datagram) {
    assert datagram != null;
  }

  private void accept(IcmpError error) {
    assert error != null;
  }

  /** Closes every connection that is still open, in the order of their streams, TCP before UDP. */
  public void finish() {}

  /** How many connections were given up because there were too many at once. */
  public long evicted() {
    return 0;
  }

  /** How many connections began again with a frame after they had been evicted, as far as known. */
  public long resumed() {
    return 0;
  }

  /** How many ICMP errors quote a packet of no connection that is known. */
  public long strayIcmpErrors() {
    return 0;
  }
}
