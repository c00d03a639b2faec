package dev.synfin.timeline;

import dev.synfin.capture.Frame;
import dev.synfin.capture.FrameSink;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ConnectionTracker;
import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.Decoded;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.Refusal;
import dev.synfin.wire.TcpSegment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The path of the data in one object: each frame is counted, decoded and followed, and an observer
 * is told what happens.
 */
public final class Analysis implements FrameSink {
  private final FrameDecoder decoder = new FrameDecoder();
  private final ConnectionTracker tracker;
  private long captured;
  private long tcp;
  private long udp;
  private long other;
  private long malformed;
  private long truncated;
  private long firstAt;
  private long lastAt;

  /** Tells {@code observer} of everything, and keeps at most so many connections at once. */
  public Analysis(ConnectionObserver observer, int maxConnections) {
    this(observer, maxConnections, null);
  }

  /**
   * Tells {@code observer} of everything, keeps at most so many connections at once, and of these
   * none that was idle for longer than {@code idleTimeout}, if there is one.
   */
  public Analysis(ConnectionObserver observer, int maxConnections, @Nullable Duration idleTimeout) {
    this.tracker = new ConnectionTracker(observer, maxConnections, idleTimeout);
  }

  /** Tells {@code observer} of everything. */
  public Analysis(ConnectionObserver observer) {
    this(observer, ConnectionTracker.DEFAULT_MAX_CONNECTIONS);
  }

  @Override
  public void accept(Frame frame) {
    if (captured++ == 0) {
      firstAt = frame.epochNanos();
    }
    lastAt = frame.epochNanos();
    Decoded decoded = decoder.decode(frame);
    if (decoded instanceof TcpSegment) { // nearly always, and no switch over types is as fast
      tcp++;
    } else {
      count(decoded);
    }
    tracker.accept(decoded);
  }

  private void count(Decoded decoded) {
    switch (decoded) {
      case TcpSegment segment -> tcp++;
      case CutSegment cut -> truncated++;
      case Datagram datagram -> udp++;
      case IcmpError error -> other++;
      case Refusal refusal -> count(refusal);
    }
  }

  private void count(Refusal refusal) {
    switch (refusal) {
      case OTHER -> other++;
      case MALFORMED -> malformed++;
      case TRUNCATED -> truncated++;
    }
  }

  /** There are no more frames: the observer is told of the end of every connection. */
  public void finish() {
    tracker.finish();
  }

  /** How many frames of each sort there were so far. */
  public Capture.Frames frames() {
    return new Capture.Frames(captured, tcp, udp, other, malformed, truncated);
  }

  /** Time of the first frame, or null before it. */
  public @Nullable Instant firstAt() {
    return captured == 0 ? null : Instant.ofEpochSecond(0, firstAt);
  }

  /** Time of the last frame, or null before the first. */
  public @Nullable Instant lastAt() {
    return captured == 0 ? null : Instant.ofEpochSecond(0, lastAt);
  }

  /** What the limits on connections cost so far. */
  public Capture.Evicted evictions() {
    return new Capture.Evicted(tracker.evicted(), tracker.resumed());
  }

  /** How many connections were given up: there were too many at once, or they were idle. */
  public long evicted() {
    return tracker.evicted();
  }
}
