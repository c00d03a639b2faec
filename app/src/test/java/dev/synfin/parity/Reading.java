package dev.synfin.parity;

import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.ConnectionSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one program says of a capture file's TCP segments. */
final class Reading {
  /**
   * One segment.
   *
   * @param stream -1 for a segment whose header the capture cut
   */
  record Segment(long stream, int flags, long seq, int length, Set<AnalysisFlag> analysis) {
    Segment {
      analysis =
          Collections.unmodifiableSet(
              analysis.isEmpty() ? EnumSet.noneOf(AnalysisFlag.class) : EnumSet.copyOf(analysis));
    }

    /** What differs from the other, but for the stream's number; empty where nothing does. */
    String differenceFrom(Segment other) {
      var text = new StringBuilder();
      note(text, "flags", flags, other.flags);
      note(text, "seq", seq, other.seq);
      note(text, "len", length, other.length);
      note(text, "analysis", analysis, other.analysis);
      return text.toString();
    }

    private static void note(StringBuilder text, String what, Object mine, Object theirs) {
      if (!mine.equals(theirs)) {
        text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(mine);
        text.append(" (tshark ").append(theirs).append(')');
      }
    }
  }

  /**
   * A segment that was sent again.
   *
   * @param time seconds since 1970 with six decimals
   */
  record SentAgain(String time, long rawSeq) {}

  /** By frame number. */
  final TreeMap<Long, Segment> segments = new TreeMap<>();

  /** Completeness by stream. */
  final Map<Long, Integer> completeness = new HashMap<>();

  /** What became of each connection and conversation, in the order of their ends. */
  final List<ConnectionSummary> connections = new ArrayList<>();

  /** All retransmissions, in the order of the capture. */
  final Set<SentAgain> sentAgain = new LinkedHashSet<>();
}
