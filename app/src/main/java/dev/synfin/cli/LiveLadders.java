package dev.synfin.cli;

import dev.synfin.render.Ladders;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.track.Connection;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ForwardingObserver;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.TcpState;
import dev.synfin.wire.TcpSegment;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Draws each connection when it ends, on a thread of its own: a terminal that is slow, or a flood
 * of connections, must not hold up the capture. What it cannot keep up with is counted, not drawn.
 */
final class LiveLadders implements AutoCloseable {
  private static final int WAITING = 64;

  private final boolean quiet;
  private final PrintStream out;
  private final Supplier<Capture> capture;
  private final BlockingQueue<Optional<dev.synfin.timeline.Connection>> ended =
      new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong notDrawn = new AtomicLong();
  private final Set<Connection> drawn = new HashSet<>();
  private @Nullable Thread printer;

  LiveLadders(boolean quiet, PrintStream out, Supplier<Capture> capture) {
    this.quiet = quiet;
    this.out = out;
    this.capture = capture;
  }

  /** An observer that tells the builder everything, and draws what has ended. */
  ConnectionObserver around(TimelineBuilder builder) {
    if (quiet) {
      return builder;
    }
    printer = Thread.ofPlatform().name("draws ladders").daemon().start(this::print);
    return new Watching(builder);
  }

  private void print() {
    try {
      for (var next = ended.take(); next.isPresent(); next = ended.take()) {
        Timeline one = Timeline.of(List.of(capture.get()), List.of(next.get()));
        out.println(Ladders.render(one, Text.forThisTerminal()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until everything that waits is drawn. */
  void finish() {
    if (printer == null) {
      return;
    }
    try {
      ended.put(Optional.empty());
      printer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    printer = null;
    if (notDrawn.get() > 0) {
      out.println(notDrawn.get() + " more connections ended too fast to be drawn.");
    }
  }

  @Override
  public void close() {
    if (printer != null) {
      printer.interrupt();
    }
  }

  /** Passes everything on, and notices when both ends of a connection are done. */
  private final class Watching extends ForwardingObserver {
    private final TimelineBuilder builder;

    Watching(TimelineBuilder builder) {
      super(builder);
      this.builder = builder;
    }

    @Override
    public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {
      super.segment(connection, segment, facts);
      if (isOver(facts.clientState()) && isOver(facts.serverState()) && drawn.add(connection)) {
        if (!ended.offer(Optional.of(builder.soFar(connection)))) {
          notDrawn.incrementAndGet();
        }
      }
    }

    private static boolean isOver(@Nullable TcpState state) {
      return state == TcpState.CLOSED || state == TcpState.TIME_WAIT;
    }

    @Override
    public void closed(Connection connection) {
      drawn.remove(connection);
      super.closed(connection);
    }
  }
}
