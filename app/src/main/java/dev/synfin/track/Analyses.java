package dev.synfin.track;

/** What looks at every segment and is shared by all connections. */
record Analyses(SequenceAnalysis sequence, RetransmissionJudge judge, RecentSegments recent) {
  Analyses() {
    this(new SequenceAnalysis(), new RetransmissionJudge(), new RecentSegments());
  }
}
