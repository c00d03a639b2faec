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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
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
  private static final Sides<List<StateChange>> NO_STATES = new Sides<>(List.of(), List.of());

  private final OutputStream out;
  private final LineBuffer line;
  private final EventOptions options;
  private final PacketLines packets;
  private final EventRecords events;
  private final ConnectionLines connections;
  private final ConnectionRecords records;
  private final @Nullable BiFunction<Connection, Instant, List<Finding>> diagnosis;
  private long lastAt;

  /** Until the first line is written: whoever makes this need not wait for Jackson to be loaded. */
  private @Nullable Capture start;

  /**
   * Begins with the first line, which is written with what comes first.
   *
   * @param out closed by {@link #close()}
   * @param start what is known of the capture at its start
   */
  public JsonLinesWriter(OutputStream out, Capture start, EventOptions options) {
    this(out, start, options, null);
  }

  /**
   * The same, with findings.
   *
   * @param diagnosis tells what is to be found in a connection, which comes without its states and
   *     events, and with the time of the last packet so far
   */
  public JsonLinesWriter(
      OutputStream out,
      Capture start,
      EventOptions options,
      @Nullable BiFunction<Connection, Instant, List<Finding>> diagnosis) {
    this.diagnosis = diagnosis;
    this.records = new ConnectionRecords(options.names());
    this.out = out;
    this.line = new LineBuffer(out);
    this.options = options;
    this.packets = new PacketLines(line, options);
    this.events = new EventRecords(options);
    this.connections = new ConnectionLines(line, options.names());
    this.start = start;
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
    if (diagnosis == null) {
      connections.write(summary, records.communityId(summary), states);
      return;
    }
    var finished = records.of(summary, NO_STATES, null);
    var findings = diagnosis.apply(finished, ConnectionRecords.moment(lastAt));
    if (findings.isEmpty()) {
      connections.write(summary, Objects.requireNonNull(finished.communityId()), states);
    } else {
      var whole = records.of(summary, states.states(), null);
      writeLine("connection", null, 0, tree(whole.withFindings(findings)));
    }
  }

  /** Writes a socket call that belongs to no single connection. */
  public void call(CallEvent call) {
    begin();
    writeLine("call", null, 0, tree(call));
  }

  /** Writes a sample of the kernel's socket tables. */
  public void kernel(KernelSample sample) {
    begin();
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
    begin();
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
    begin();
    line.flush();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }

  private void begin() {
    if (start != null) {
      var first =
          Json.MAPPER.createObjectNode().put("type", "capture").put("format", Timeline.FORMAT);
      first.set("generator", tree(Generator.thisProgram()));
      first.set("capture", tree(start));
      start = null;
      writeTree(first);
    }
  }

  private void writeLine(String type, @Nullable Protocol protocol, long stream, ObjectNode fields) {
    var one = Json.MAPPER.createObjectNode().put("type", type);
    if (protocol != null) {
      one.put("protocol", Names.of(protocol)).put("stream", stream);
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

  private long since(dev.synfin.track.Connection connection, IpPacket packet) {
    lastAt = packet.epochNanos();
    return packet.epochNanos() - connection.startedAtNanos();
  }
}
