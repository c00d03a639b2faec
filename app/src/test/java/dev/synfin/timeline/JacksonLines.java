package dev.synfin.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The lines of a document's connections as Jackson writes them. */
final class JacksonLines {
  private JacksonLines() {}

  static List<String> of(Timeline document) {
    var lines = new ArrayList<String>();
    for (var connection : document.connections()) {
      for (var event : connection.allEvents()) {
        ObjectNode fields = Json.MAPPER.valueToTree(event);
        var type = fields.remove("event").asString().toLowerCase(Locale.ROOT);
        var line = Json.MAPPER.createObjectNode().put("type", type);
        line.put("protocol", Names.of(connection.protocol()));
        line.put("stream", connection.stream());
        lines.add(Json.MAPPER.writeValueAsString(line.setAll(fields)));
      }
      ObjectNode fields = Json.MAPPER.valueToTree(connection.withEvents(null));
      ObjectNode line = Json.MAPPER.createObjectNode().put("type", "connection");
      lines.add(Json.MAPPER.writeValueAsString(line.setAll(fields)));
    }
    return lines;
  }
}
