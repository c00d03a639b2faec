package dev.synfin.export;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.Seen;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The place from which one trace of qlog tells a connection.
 *
 * @param capture the tap there; null for the only one, wherever it was
 * @param side the end at which it was; what is between them follows the client
 * @param network whether it was between the ends, or nobody knows where
 */
record View(@Nullable Capture capture, Side side, boolean network) {

  /** An end's where a tap stood at one, else one of the way between them. */
  static List<View> of(Timeline timeline) {
    var views = new ArrayList<View>();
    for (Capture capture : timeline.captures()) {
      if (capture.vantage() == Capture.Vantage.CLIENT) {
        views.add(new View(capture, Side.CLIENT, false));
      } else if (capture.vantage() == Capture.Vantage.SERVER) {
        views.add(new View(capture, Side.SERVER, false));
      }
    }
    return views.isEmpty() ? List.of(new View(null, Side.CLIENT, true)) : views;
  }

  /**
   * When the tap saw a packet, in nanoseconds since the connection's first; empty if it did not.
   */
  OptionalLong timeOf(PacketEvent packet) {
    if (capture == null || packet.seen().isEmpty()) {
      return OptionalLong.of(Moments.of(packet));
    }
    for (Seen seen : packet.seen()) {
      if (seen.capture().equals(capture.id())) {
        return OptionalLong.of(seen.tNs());
      }
    }
    return OptionalLong.empty();
  }

  /** qlog's vantage point. */
  Fields vantagePoint() {
    String name = capture == null ? null : capture.name();
    return network
        ? Fields.of("type", "network").and("flow", "client")
        : Fields.of("name", name).and("type", Words.of(side));
  }
}
