package dev.synfin.export;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * qlog 0.3 (draft-ietf-quic-qlog-main-schema-04) as JSON: a trace for each connection and each end
 * at which there was a tap; one trace of the network where nobody knows; and one of the calls that
 * are of no connection.
 *
 * <p>qlog's events are made for QUIC. Those that TCP has too keep their names and fields, so that
 * qvis draws them: {@code transport:packet_sent} and {@code packet_received} with {@code frames} of
 * the types {@code stream}, {@code ack} and {@code max_data}, {@code recovery:metrics_updated} and
 * {@code packet_lost}, {@code connectivity:connection_started} and {@code
 * connection_state_updated}. What only TCP has is under {@code tcp} of the packets; {@code
 * socket:call} is synfin's own.
 */
public final class Qlog {
  private Qlog() {}

  /**
   * Writes the document; leaves the stream open.
   *
   * @throws IOException if the stream fails
   */
  public static void write(Timeline timeline, OutputStream out) throws IOException {
    var json = new JsonOutput(out);
    var head =
        Fields.of("qlog_version", "0.3").and("qlog_format", "JSON").and("title", title(timeline));
    json.beginArray(head, "traces");
    for (Connection connection : timeline.connections()) {
      for (View view : View.of(timeline)) {
        List<Fields> events = new QlogTrace(connection, view).events();
        json.separate();
        trace(connection, view, events, json);
      }
    }
    LooseCalls loose = LooseCalls.of(timeline);
    if (!loose.isEmpty()) {
      loose.writeTrace(json);
    } else if (timeline.connections().isEmpty()) {
      // a file has one trace at least, or says why it has none (figure 6)
      json.element(Fields.of("error_description", "The timeline has no connection and no call."));
    }
    json.endArray();
    json.end();
  }

  private static String title(Timeline timeline) {
    var scenario = timeline.scenario();
    return scenario == null
        ? timeline.captures().isEmpty() ? "synfin" : timeline.captures().getFirst().name()
        : scenario.name();
  }

  private static void trace(Connection connection, View view, List<Fields> events, JsonOutput json)
      throws IOException {
    var common =
        Fields.of("protocol_type", List.of(connection.protocol().name()))
            .and("time_format", "relative")
            .and("reference_time", Moments.millis(Moments.startOf(connection)))
            .and("group_id", connection.communityId());
    json.beginArray(
        Fields.of(
                "title",
                Words.of(connection)
                    + ": "
                    + connection.client().text()
                    + " > "
                    + connection.server().text())
            .and("vantage_point", view.vantagePoint())
            .and("common_fields", common),
        "events");
    for (Fields event : events) {
      json.element(event);
    }
    json.endArray();
  }
}
