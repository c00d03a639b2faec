package dev.synfin.track;

/** Wireshark's names for what a segment is, without the prefix {@code tcp.analysis.}. */
public enum AnalysisFlag {
  RETRANSMISSION,
  FAST_RETRANSMISSION,
  SPURIOUS_RETRANSMISSION,
  OUT_OF_ORDER,
  DUPLICATE_ACK,
  LOST_SEGMENT,
  ACK_LOST_SEGMENT,
  KEEP_ALIVE,
  KEEP_ALIVE_ACK,
  ZERO_WINDOW,
  ZERO_WINDOW_PROBE,
  ZERO_WINDOW_PROBE_ACK,
  WINDOW_UPDATE,
  WINDOW_FULL,
  REUSED_PORTS;

  /** This flag's bit in {@link SegmentFacts#analysis()}. */
  @SuppressWarnings("EnumOrdinal") // never stored: only the bits of one run are compared
  public int bit() {
    return 1 << ordinal();
  }
}
