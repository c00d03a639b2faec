package dev.synfin.timeline;

import dev.synfin.track.Connection;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes one line for each connection, as soon as nothing more will come of it: its ends, Zeek's
 * words, what each side sent, when it began, how long it lasted, and the handshake's round trip.
 * That is done on a thread of its own.
 *
 * <p>What the tracker calls throws {@link java.io.UncheckedIOException} where the stream fails.
 */
public final class SummaryWriter implements ConnectionObserver, AutoCloseable {
  private final LineBuffer behind;
  private final SummaryLines lines;
  private final LineRelay relay;
  private final LineBuffer line;

  /** Writes the line that names the columns. */
  public SummaryWriter(OutputStream out) {
    this.behind = new LineBuffer(out);
    this.lines = new SummaryLines(behind);
    this.relay = new LineRelay(behind, lines::writeHead, lines);
    this.line = new LineBuffer(relay);
  }

  @Override
  public void opened(Connection connection) {
    if (lines.origin == Long.MIN_VALUE) {
      lines.origin = connection.startedAtNanos();
    }
  }

  @Override
  public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {}

  @Override
  public void datagram(Connection connection, Datagram datagram, Side from) {}

  @Override
  public void icmp(Connection connection, IcmpError error, Side from) {}

  @Override
  public void closed(Connection connection) {
    relay.closed(connection, 0, line);
  }

  /**
   * Writes the last line.
   *
   * @throws IOException if the stream fails
   */
  public void end(Analysis analysis) throws IOException {
    line.drain();
    relay.close();
    lines.writeTotals(analysis.frames(), analysis.evicted());
    behind.flush();
  }

  /** Ends the thread; what was not written by {@link #end} is lost. */
  @Override
  public void close() {
    relay.close();
  }
}
