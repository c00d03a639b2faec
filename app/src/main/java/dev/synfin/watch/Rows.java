package dev.synfin.watch;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Connections in short, as the page's table has them. */
final class Rows {
  /** Before there is any. */
  static final Map<String, Object> NONE = Map.of("number", 0, "connections", List.of());

  private static final int MOST = 200;

  private Rows() {}

  /** A timeline's connections; of very many the last ones. */
  static Map<String, Object> of(Timeline timeline) {
    List<Connection> all = timeline.connections();
    var rows =
        all.subList(Math.max(0, all.size() - MOST), all.size()).stream().map(Rows::of).toList();
    return Map.of("number", all.size(), "connections", rows);
  }

  private static Map<String, Object> of(Connection c) {
    var row = new LinkedHashMap<String, Object>();
    row.put("protocol", c.protocol().name().toLowerCase(Locale.ROOT));
    row.put("stream", c.stream());
    row.put("client", c.client().text());
    row.put("server", c.server().text());
    row.put("client_state", state(c, Side.CLIENT));
    row.put("server_state", state(c, Side.SERVER));
    row.put("conn_state", c.connState());
    row.put("history", c.history());
    row.put("frames", c.traffic().client().frames() + c.traffic().server().frames());
    row.put("client_bytes", c.traffic().client().payloadBytes());
    row.put("server_bytes", c.traffic().server().payloadBytes());
    row.put(
        "retransmissions",
        c.traffic().client().retransmittedFrames() + c.traffic().server().retransmittedFrames());
    row.put("duration_ns", c.durationNs());
    return row;
  }

  private static String state(Connection connection, Side side) {
    var state = connection.finalState().of(side);
    return state == null ? "" : state.rfcName();
  }
}
