package dev.synfin.export;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.PacketEvent;

/** When a finding shows. */
final class Evidence {
  private Evidence() {}

  /** The first frame of its evidence, in nanoseconds since the connection's first; else 0. */
  static long timeOf(Finding finding, Connection connection) {
    for (Event event : connection.allEvents()) {
      if (event instanceof PacketEvent packet && finding.evidence().contains(packet.frame())) {
        return Moments.of(packet);
      }
    }
    return 0;
  }
}
