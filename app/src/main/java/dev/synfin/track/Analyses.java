package dev.synfin.track;

import dev.synfin.wire.SegmentCopies;

/** What looks at every segment and is shared by all connections. */
record Analyses(
    SequenceAnalysis sequence,
    RetransmissionJudge judge,
    RecentSegments recent,
    SegmentCopies copies) {
  Analyses() {
    this(
        new SequenceAnalysis(),
        new RetransmissionJudge(),
        new RecentSegments(),
        new SegmentCopies());
  }
}
