package dev.synfin.export;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.util.Comparator;
import java.util.List;

/** What sequence numbers tell of the octets that each side sent, and of those that nobody saw. */
final class SentOctets {
  private SentOctets() {}

  /** Octets that one side acknowledged and that no capture saw: Zeek's {@code missed_bytes}. */
  static long missedBytes(Connection connection) {
    List<SegmentEvent> segments = connection.segments();
    return missed(segments, Side.CLIENT) + missed(segments, Side.SERVER);
  }

  private static long missed(List<SegmentEvent> segments, Side sender) {
    long acknowledged =
        segments.stream()
            .filter(s -> s.from() != sender && s.ack() != null)
            .mapToLong(SegmentEvent::ack)
            .max()
            .orElse(0);
    List<SegmentEvent> data =
        segments.stream()
            .filter(s -> s.from() == sender && Sequence.length(s) > 0)
            .sorted(Comparator.comparingLong(SegmentEvent::seq))
            .toList();
    long missed = 0;
    long next = data.isEmpty() ? acknowledged : Math.min(1, data.getFirst().seq());
    for (SegmentEvent segment : data) {
      missed += Math.max(0, Math.min(segment.seq(), acknowledged) - next);
      next = Math.max(next, segment.seq() + Sequence.length(segment));
    }
    return missed + Math.max(0, acknowledged - next);
  }

  /**
   * The payload that a side sent, told by sequence numbers as Zeek does: what was sent again counts
   * once. Where the events were left out, what is known is the sum over all segments.
   */
  static long payloadBytes(Connection connection, Side sender) {
    if (connection.segments().isEmpty()) {
      return connection.traffic().of(sender).payloadBytes();
    }
    return connection.segments().stream()
        .filter(s -> s.from() == sender && (s.len() > 0 || s.has(Flag.FIN)))
        .mapToLong(s -> Math.max(1, s.seq()) + s.len() - 1)
        .max()
        .orElse(0);
  }
}
