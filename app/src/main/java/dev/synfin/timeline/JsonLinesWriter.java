package dev.synfin.timeline;

import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ConnectionSummary;
import dev.synfin.track.Protocol;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.TcpSegment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
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
public final class JsonLinesWriter implements ConnectionObserver, AutoCloseable {
  private final OutputStream out;
  private final LineBuffer line;
  private final EventOptions options;
  private final PacketLines packets;
  private final EventRecords events;
  private final ConnectionLines connections;
  private final ConnectionRecords records;
  private final @Nullable Function<Connection, List<Finding>> diagnosis;

  /**
   * Writes the first line.
   *
   * @param out closed by {@link #close()}
   * @param start what is known of the capture at its start
   * @throws IOException if the stream fails
   */
  public JsonLinesWriter(OutputStream out, Capture start, EventOptions options) throws IOException {
    this(out, start, options, null);
  }

  /**
   * The same, with findings.
   *
   * @param diagnosis tells what is to be found in a connection, which comes without its events
   * @throws IOException if the stream fails
   */
  public JsonLinesWriter(
      OutputStream out,
      Capture start,
      EventOptions options,
      @Nullable Function<Connection, List<Finding>> diagnosis)
      throws IOException {
    this.diagnosis = diagnosis;
    this.records = new ConnectionRecords(options.names());
    this.out = out;
    this.line = new LineBuffer(out);
    this.options = options;
    this.packets = new PacketLines(line, options);
    this.events = new EventRecords(options);
    this.connections = new ConnectionLines(line, options.names());
    writeStart(start);
  }

  @Override
  public void opened(dev.synfin.track.Connection connection) {
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
    if (options.events()) {
      writeLine("segment", null, 0, tree(CutSegmentLine.of(cut)));
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
      writeLine("icmp", connection.protocol(), connection.stream(), tree(event));
    }
  }

  @Override
  public void closed(dev.synfin.track.Connection connection) {
    if (connection.attachment() instanceof StateLog states) {
      write(connection.summary(), states);
    }
    connection.attach(null);
  }

  private void write(ConnectionSummary summary, StateLog states) {
    if (diagnosis != null) {
      var finished = records.of(summary, states.states(), null);
      var findings = diagnosis.apply(finished);
      if (!findings.isEmpty()) {
        writeLine("connection", null, 0, tree(finished.withFindings(findings)));
        return;
      }
    }
    connections.write(summary, states);
  }

  /** Writes a socket call that belongs to no single connection. */
  public void call(CallEvent call) {
    writeLine("call", null, 0, tree(call));
  }

  /** Writes a sample of the kernel's socket tables. */
  public void kernel(KernelSample sample) {
    writeLine("kernel", null, 0, tree(sample));
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
    var last = Json.MAPPER.createObjectNode().put("type", "end");
    last.set("capture", tree(capture));
    if (!findings.isEmpty()) {
      last.set("findings", Json.MAPPER.valueToTree(findings));
    }
    writeTree(last);
    flush();
  }

  /** Hands everything written so far to the stream. */
  public void flush() throws IOException {
    line.flush();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }

  private void writeStart(Capture start) {
    var first =
        Json.MAPPER.createObjectNode().put("type", "capture").put("format", Timeline.FORMAT);
    first.set("generator", tree(Generator.thisProgram()));
    first.set("capture", tree(start));
    writeTree(first);
  }

  private void writeLine(String type, @Nullable Protocol protocol, long stream, ObjectNode fields) {
    var one = Json.MAPPER.createObjectNode().put("type", type);
    if (protocol != null) {
      one.put("protocol", Json.nameOf(protocol)).put("stream", stream);
    }
    fields.remove("event");
    one.setAll(fields);
    writeTree(one);
  }

  private void writeTree(ObjectNode tree) {
    var octets = Json.MAPPER.writeValueAsBytes(tree);
    line.octets(octets, 0, octets.length).endLine();
  }

  private static ObjectNode tree(Object record) {
    return Json.MAPPER.valueToTree(record);
  }

  private static long since(dev.synfin.track.Connection connection, IpPacket packet) {
    return packet.epochNanos() - connection.startedAtNanos();
  }
}
