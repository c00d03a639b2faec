package dev.synfin.timeline;

import dev.synfin.timeline.SegmentOptions.SackBlock;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Probe;
import dev.synfin.track.Retransmission;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of {@link TraceFixture}'s notation: flags, options, and what a remark says. */
final class TraceWords {
  private TraceWords() {}

  static List<AnalysisFlag> analysis(@Nullable String remark) {
    var found = new ArrayList<AnalysisFlag>();
    for (var flag : AnalysisFlag.values()) {
      if (remark != null
          && List.of(Pattern.compile(" ").split(remark, -1)).contains(Names.of(flag))) {
        found.add(flag);
      }
    }
    return found;
  }

  static @Nullable Probe probe(@Nullable String remark) {
    if (remark == null) {
      return null;
    }
    return remark.contains("tail_loss_probe")
        ? Probe.TAIL_LOSS
        : remark.contains("window_probe") ? Probe.WINDOW : null;
  }

  static @Nullable Retransmission retransmission(@Nullable String remark) {
    if (remark == null) {
      return null;
    }
    var m = Pattern.compile("of ([0-9]+) (\\w+)").matcher(remark);
    return m.find()
        ? new Retransmission(
            Long.valueOf(m.group(1)),
            Json.MAPPER.readValue("\"" + m.group(2) + "\"", Retransmission.Cause.class),
            "timing")
        : null;
  }

  static List<Flag> flags(String letters) {
    var flags = new ArrayList<Flag>();
    for (var flag : Flag.values()) {
      var letter = flag == Flag.ACK ? "." : flag == Flag.CWR ? "W" : flag.name().substring(0, 1);
      if (letters.contains(letter)) {
        flags.add(flag);
      }
    }
    return flags;
  }

  static SegmentOptions options(@Nullable String text) {
    var m = Pattern.compile("mss (\\d+)|sack (\\d+):(\\d+)").matcher(text == null ? "" : text);
    if (!m.find()) {
      return SegmentOptions.NONE;
    }
    if (m.group(1) != null) {
      return new SegmentOptions(Integer.valueOf(m.group(1)), 7, true, List.of(), 1L, 0L, null);
    }
    var block = new SackBlock(Long.parseLong(m.group(2)), Long.parseLong(m.group(3)));
    return new SegmentOptions(null, null, null, List.of(block), null, null, null);
  }
}
