package dev.synfin.export;

import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;

/** Sequence space (RFC 9293, 3.4). */
final class Sequence {
  private Sequence() {}

  /** What a segment takes of it: its payload, and one each for SYN and FIN. */
  static int length(SegmentEvent segment) {
    return segment.len() + (segment.has(Flag.SYN) ? 1 : 0) + (segment.has(Flag.FIN) ? 1 : 0);
  }

  /** The number behind its last. */
  static long end(SegmentEvent segment) {
    return segment.seq() + length(segment);
  }
}
