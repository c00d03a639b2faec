package dev.synfin.export;

import dev.synfin.timeline.SegmentEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What one side sent and the other has not acknowledged yet. */
final class Unacknowledged {
  private final Queue<Packet> packets = new ArrayDeque<>();
  private long highest;
  private long acknowledged;

  /**
   * One of its packets.
   *
   * @param end the relative sequence number behind it
   * @param again whether it, or part of it, was sent before: it tells no round trip (Karn)
   */
  record Packet(int number, long end, long nanos, boolean again) {}

  void send(SegmentEvent segment, int number, long nanos) {
    if (Sequence.length(segment) > 0) {
      long end = Sequence.end(segment);
      packets.add(new Packet(number, end, nanos, segment.retransmission() != null));
      highest = Math.max(highest, end);
    }
  }

  /** Those that this ACK covers in full and no earlier one did. */
  List<Packet> acknowledge(long ack) {
    acknowledged = Math.max(acknowledged, ack);
    if (packets.isEmpty()) {
      return List.of();
    }
    var covered = new ArrayList<Packet>();
    packets.removeIf(packet -> packet.end <= ack && covered.add(packet));
    return covered;
  }

  /** Octets of sequence space in flight. */
  long octets() {
    return Math.max(0, highest - acknowledged);
  }
}
