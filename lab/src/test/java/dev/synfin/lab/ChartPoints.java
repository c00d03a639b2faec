package dev.synfin.lab;

import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.util.List;

/** How many points the report's charts must have. */
final class ChartPoints {
  private ChartPoints() {}

  /** One for each segment that a chart is about, of what the client sends. */
  static long ofTheClientsData(List<SegmentEvent> segments, String chart) {
    return segments.stream().filter(segment -> isAbout(segment, chart)).count();
  }

  private static boolean isAbout(SegmentEvent s, String chart) {
    boolean answers = s.from() == Side.SERVER;
    return switch (chart) {
      case "rtt" -> answers && s.ackRttNs() != null && s.ackRttNs() > 0;
      case "inflight" -> answers || s.bytesInFlight() != null;
      case "sequence" -> !answers || s.ack() != null;
      default -> true;
    };
  }
}
