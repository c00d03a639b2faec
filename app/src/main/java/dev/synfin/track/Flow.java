package dev.synfin.track;

import org.jspecify.annotations.Nullable;

/**
 * What Wireshark remembers of one direction (epan/dissectors/packet-tcp.h, tcp_flow_t and
 * tcp_analyze_seq_flow_info_t), under the names of the analysis' own words.
 */
final class Flow {
  static final int SCALE_UNKNOWN = -1, SCALE_NONE = -2;

  /** Relative numbers count from here. */
  int base;

  boolean baseSet;

  /** Highest sequence number seen, plus its length. */
  int next;

  boolean nextSet;
  long nextTime;

  /** Payload length, in 8 bits, of the last segment that moved {@link #next}. */
  int lastLength;

  /** Highest sequence number up to which nothing is missing. */
  int contiguous;

  boolean contiguousSet;

  int lastAck;
  boolean lastAckSet;
  long lastAckTime;

  /** The raw window of the last segment, or -1 before the first. */
  int window = -1;

  int scale = SCALE_UNKNOWN;

  /** A SYN was sent, and no acknowledgement since: its window was not scaled. */
  boolean windowUnscaled;

  int duplicateAcks;

  /** Wireshark's flags of the last segment. */
  int lastFlags;

  /** Octets that the last SACK option covered; it stays until the next. */
  long sackedOctets;

  int sackBlocks;

  /** The right edge of the highest block in the last SACK option. */
  int sackTop;

  boolean sackPermitted;

  /** Octets in flight are known: the peer acknowledged something since the last hole. */
  boolean flightKnown;

  final SentSegments sent = new SentSegments();

  /** When {@link #lastAck} changed last. */
  long ackMovedTime;

  // What synfin remembers beside it, to tell why something was sent again.

  boolean synSent;
  boolean synAckSent;

  /** Identification and time stamp of the segment that moved {@link #next}. */
  int nextIdentification = -1;

  int nextTsVal;
  boolean nextHasTsVal;

  /** What the side recovers from, until the peer acknowledges {@link #recoveryEnd}. */
  Retransmission.@Nullable Cause recovery;

  int recoveryEnd;
  long recoveryFrame;

  /** A tail-loss probe was sent, and {@link #next} was this. */
  boolean probed;

  int probeEnd;

  /** The round trip from here to the peer and back (RFC 6298, 2), nanoseconds; 0 if not known. */
  long smoothedRtt;

  /** When what is acknowledged was sent, of that the latest. */
  long deliveredTime;

  /** Takes what an acknowledgement of the newest segment that it covers tells. */
  void measure(long rtt, long sentTime) {
    smoothedRtt = smoothedRtt == 0 ? rtt : smoothedRtt + (rtt - smoothedRtt) / 8;
    deliveredTime = sentTime;
  }

  boolean lastWas(AnalysisFlag flag) {
    return (lastFlags & flag.bit()) != 0;
  }

  int shift() {
    return Math.max(scale, 0);
  }
}
