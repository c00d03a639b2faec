package dev.synfin.timeline;

import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.Protocol;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.TcpSegment;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a timeline as JSON Lines while the tracker tells it: one line for each thing, as it
 * happens. What it holds grows with open connections, not with frames. Lines reach the stream when
 * enough of them wait, and on {@link #flush()}.
 *
 * <p>What the tracker calls throws {@link UncheckedIOException} where the stream fails. It keeps
 * its notes with each connection ({@code Connection.attach}): no other observer of the same tracker
 * may do so.
 */
public final class JsonLinesWriter implements ConnectionObserver, Flushable, AutoCloseable {
  private final OutputStream out;
  private final LineBuffer line;
  private final EventOptions options;
  private final PacketLines packets;
  private final EventRecords events;
  private final LineRelay.Closings closings;
  private final @Nullable LineRelay relay;
  private long lastAt;

  /** What the first line says, until it is written. */
  private @Nullable Capture start;

  /**
   * Begins with the first line, which is written with what comes first.
   *
   * @param out closed by {@link #close()}
   * @param start what is known of the capture at its start
   */
  public JsonLinesWriter(OutputStream out, Capture start, EventOptions options) {
    this.out = out;
    this.start = start;
    this.options = options;
    this.relay = null;
    this.line = new LineBuffer(out);
    this.closings = new ClosedConnections(line, options.names(), null);
    this.packets = new PacketLines(line, options);
    this.events = new EventRecords(options);
  }

  /**
   * The same with findings, and on two threads: the lines of connections that are over take as long
   * as all their packets' do.
   *
   * @param diagnosis called on the second thread, until {@link #awaitConnections}
   */
  public JsonLinesWriter(
      OutputStream out, Capture start, EventOptions options, ClosingDiagnosis diagnosis) {
    this.out = out;
    this.start = null;
    this.options = options;
    var lines = new LineBuffer(out);
    var closed = new ClosedConnections(lines, options.names(), diagnosis);
    var behind = new LineRelay(lines, () -> writeFirst(start, lines), closed);
    this.relay = behind;
    this.line = new LineBuffer(behind);
    this.closings = (connection, at) -> behind.closed(connection, at, line);
    this.packets = new PacketLines(line, options);
    this.events = new EventRecords(options);
  }

  @Override
  public void opened(dev.synfin.track.Connection connection) {
    begin();
    connection.attach(new StateLog());
  }

  @Override
  public void segment(
      dev.synfin.track.Connection connection, TcpSegment segment, SegmentFacts facts) {
    var tNs = since(connection, segment);
    if (connection.attachment() instanceof StateLog states) {
      states.note(facts, segment.frameNumber(), tNs);
    }
    if (options.events()) {
      packets.write(connection.stream(), segment, facts, tNs);
    }
  }

  @Override
  public void cutSegment(CutSegment cut) {
    begin();
    if (options.events()) {
      writeLine("segment", null, 0, Json.tree(CutSegmentLine.of(cut)));
    }
  }

  @Override
  public void datagram(dev.synfin.track.Connection connection, Datagram datagram, Side from) {
    if (options.events()) {
      packets.write(connection.stream(), datagram, from, since(connection, datagram));
    }
  }

  @Override
  public void icmp(dev.synfin.track.Connection connection, IcmpError error, Side from) {
    if (options.events()) {
      var event = events.icmp(error, from, since(connection, error));
      writeLine("icmp", connection.protocol(), connection.stream(), Json.tree(event));
    }
  }

  @Override
  public void closed(dev.synfin.track.Connection connection) {
    closings.write(connection, lastAt);
  }

  /** Writes a socket call that belongs to no single connection. */
  public void call(CallEvent call) {
    begin();
    writeLine("call", null, 0, Json.tree(call));
  }

  /** Writes a sample of the kernel's socket tables. */
  public void kernel(KernelSample sample) {
    begin();
    writeLine("kernel", null, 0, Json.tree(sample));
  }

  /**
   * Writes the last line.
   *
   * @param capture what is known of the capture at its end
   * @throws IOException if the stream fails
   */
  public void end(Capture capture) throws IOException {
    end(capture, List.of());
  }

  /**
   * The same, with findings.
   *
   * @param findings those that belong to no single connection
   */
  public void end(Capture capture, List<Finding> findings) throws IOException {
    begin();
    new CaptureLines(line).writeLast(capture, findings);
    flush();
  }

  /** Waits until the lines of all connections that are over are written. */
  public void awaitConnections() {
    if (relay != null) {
      line.drain();
      relay.close();
    }
  }

  /** Hands everything written so far to the stream; with a second thread, soon. */
  @Override
  public void flush() throws IOException {
    begin();
    line.flush();
  }

  @Override
  public void close() throws IOException {
    try (out;
        relay) {
      flush();
    }
  }

  private void begin() {
    if (start != null) {
      var first = start;
      start = null;
      writeFirst(first, line);
    }
  }

  private static void writeFirst(Capture start, LineBuffer to) {
    new CaptureLines(to).writeFirst(Generator.thisProgram(), start);
  }

  private void writeLine(String type, @Nullable Protocol protocol, long stream, ObjectNode fields) {
    var one = Json.MAPPER.createObjectNode().put("type", type);
    if (protocol != null) {
      one.put("protocol", Names.of(protocol)).put("stream", stream);
    }
    fields.remove("event");
    one.setAll(fields);
    Json.writeLine(one, line);
  }

  private long since(dev.synfin.track.Connection connection, IpPacket packet) {
    lastAt = packet.epochNanos();
    return packet.epochNanos() - connection.startedAtNanos();
  }
}
