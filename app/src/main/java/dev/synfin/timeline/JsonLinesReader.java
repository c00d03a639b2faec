package dev.synfin.timeline;

import dev.synfin.track.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON Lines into a document. Lines of a type that it does not know are passed over; a file
 * that ends without its last line, as when the writer was killed, is read as far as it goes.
 */
final class JsonLinesReader {
  private static final int LOOK_AHEAD = 1 << 12;

  private final String name;
  private long number;
  private @Nullable Header header;
  private @Nullable Capture capture;
  private final Map<Key, List<Event>> events = new LinkedHashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private final List<CallEvent> calls = new ArrayList<>();
  private final List<KernelSample> kernel = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  JsonLinesReader(String name) {
    this.name = name;
  }

  private record Key(Protocol protocol, long stream) {}

  private record Header(String format, Generator generator, Capture capture) {}

  /** Whether the first line is an object with a {@code type}; reads nothing. */
  static boolean recognizes(InputStream in) throws IOException {
    in.mark(LOOK_AHEAD);
    var start = new String(in.readNBytes(LOOK_AHEAD), StandardCharsets.UTF_8).strip();
    in.reset();
    return start.matches("(?s)\\{\\s*\"type\"\\s*:.*");
  }

  Timeline read(InputStream in) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        accept(line);
      }
    }
    return document();
  }

  private void accept(String line) throws TimelineException {
    try {
      if (!(Json.MAPPER.readTree(line) instanceof ObjectNode object)) {
        throw Faulty.line(name, number, "is no JSON object");
      }
      accept(object);
    } catch (JacksonException e) {
      throw Faulty.line(name, number, "does not fit the format", e);
    }
  }

  private void accept(ObjectNode line) {
    switch (line.path("type").asString("")) {
      case "capture" -> acceptHeader(line);
      case "segment", "datagram", "icmp", "call" -> acceptEvent(line);
      case "kernel" -> kernel.add(Json.MAPPER.treeToValue(line, KernelSample.class));
      case "connection" -> connections.add(Json.MAPPER.treeToValue(line, Connection.class));
      case "end" -> acceptEnd(line);
      default -> {} // a newer writer's
    }
  }

  private void acceptEnd(ObjectNode line) {
    capture = Json.MAPPER.treeToValue(line.path("capture"), Capture.class);
    for (var finding : line.path("findings")) {
      findings.add(Json.MAPPER.treeToValue(finding, Finding.class));
    }
  }

  private void acceptHeader(ObjectNode line) {
    header = Json.MAPPER.treeToValue(line, Header.class);
    capture = header.capture();
  }

  private void acceptEvent(ObjectNode line) {
    if (line.path("header_cut").asBoolean(false)) {
      return; // of no connection
    }
    line.set("event", line.path("type"));
    var event = Json.MAPPER.treeToValue(line, Event.class);
    var stream = line.path("stream");
    if (stream.isNumber()) {
      var protocol = Json.MAPPER.treeToValue(line.path("protocol"), Protocol.class);
      events
          .computeIfAbsent(new Key(protocol, stream.asLong()), key -> new ArrayList<>())
          .add(event);
    } else if (event instanceof CallEvent call) {
      calls.add(call);
    }
  }

  private Timeline document() throws TimelineException {
    var known = header;
    var last = capture;
    if (known == null || last == null) {
      throw Faulty.line(name, 1, "is not the capture that a timeline begins with");
    }
    return new Timeline(
        known.format(),
        known.generator(),
        last,
        List.of(last),
        null,
        List.of(),
        calls,
        inOrder(),
        kernel,
        findings);
  }

  /** In order of first frames; without events, of first moments. */
  private List<Connection> inOrder() {
    var order = new LinkedHashMap<Key, Integer>();
    events.keySet().forEach(key -> order.put(key, order.size()));
    return connections.stream()
        .sorted(
            Comparator.<Connection>comparingInt(
                    c -> order.getOrDefault(keyOf(c), Integer.MAX_VALUE))
                .thenComparing(Connection::startedAt)
                .thenComparing(Connection::protocol)
                .thenComparingLong(Connection::stream))
        .map(c -> c.withEvents(eventsOf(c)))
        .toList();
  }

  /** Null where the whole file has none: they were left out. */
  private @Nullable List<Event> eventsOf(Connection connection) {
    return events.isEmpty() ? null : events.getOrDefault(keyOf(connection), List.of());
  }

  private static Key keyOf(Connection connection) {
    return new Key(connection.protocol(), connection.stream());
  }
}
