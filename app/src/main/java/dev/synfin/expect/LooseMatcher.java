package dev.synfin.expect;

import dev.synfin.timeline.Flag;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each line a packet of its own, in any order. Where a packet fits several lines, it goes
 * to that which leaves the most lines met (augmenting paths, as in a bipartite matching); what then
 * has none may still be there as a legal variant.
 */
final class LooseMatcher {
  private static final int NONE = -1;

  private final List<ExpectedTrace.Line> lines;
  private final List<PacketEvent> packets;
  private final boolean variants;
  private final int[] lineOf;
  private final boolean[] met;

  /** A matcher for one use. */
  LooseMatcher(List<ExpectedTrace.Line> lines, List<PacketEvent> packets, boolean variants) {
    this.lines = lines;
    this.packets = packets;
    this.variants = variants;
    this.lineOf = new int[packets.size()];
    Arrays.fill(lineOf, NONE);
    this.met = new boolean[lines.size()];
  }

  TraceMatch match() {
    for (int i = 0; i < lines.size(); i++) {
      met[i] = wanted(i) == null || takes(i, new BitSet());
    }
    for (int i = 0; i < lines.size(); i++) {
      ExpectedPacket wanted = wanted(i);
      if (!met[i] && wanted != null && !(variants && isThereAsVariant(i, wanted))) {
        return new TraceMatch(false, i + 1, wanted.text(), nearest(wanted));
      }
    }
    return TraceMatch.YES;
  }

  private @Nullable ExpectedPacket wanted(int line) {
    return lines.get(line) instanceof ExpectedTrace.Line.One(ExpectedPacket packet) ? packet : null;
  }

  /** Gives a line a packet, where need be one of another line that can have another. */
  private boolean takes(int line, BitSet tried) {
    ExpectedPacket wanted = Objects.requireNonNull(wanted(line));
    for (int i = 0; i < packets.size(); i++) {
      if (!tried.get(i) && fits(packets.get(i), wanted)) {
        tried.set(i);
        if (lineOf[i] == NONE || takes(lineOf[i], tried)) {
          lineOf[i] = line;
          return true;
        }
      }
    }
    return false;
  }

  private boolean fits(PacketEvent packet, ExpectedPacket wanted) {
    return wanted.fits(packet) || (variants && fitsButForPush(packet, wanted));
  }

  private static boolean fitsButForPush(PacketEvent packet, ExpectedPacket wanted) {
    return packet instanceof SegmentEvent s
        && s.from() == wanted.from()
        && !wanted.udp()
        && wanted.fitsFlags(s, true)
        && wanted.fitsLength(s)
        && wanted.fitsRest(s);
  }

  private boolean isThereAsVariant(int line, ExpectedPacket wanted) {
    if (wanted.isPureAck()) {
      return segments(wanted).stream().anyMatch(s -> OrderedMatcher.carries(s, wanted));
    }
    if (wanted.isFin()) {
      return segments(wanted).stream().anyMatch(s -> s.has(Flag.FIN) && s.len() > 0);
    }
    return wanted.isData() && (isCut(line, wanted) || isJoined(line, wanted));
  }

  private List<SegmentEvent> segments(ExpectedPacket wanted) {
    return packets.stream()
        .filter(SegmentEvent.class::isInstance)
        .map(SegmentEvent.class::cast)
        .filter(s -> s.from() == wanted.from())
        .toList();
  }

  /** Whether segments of no other line, one behind the other, carry this line's data. */
  private boolean isCut(int line, ExpectedPacket wanted) {
    List<Integer> free = freeData(wanted);
    for (int from = 0; from < free.size(); from++) {
      int left = Objects.requireNonNull(wanted.len());
      for (int to = from; to < free.size() && left > 0; to++) {
        left -= segment(free.get(to)).len();
        if (left == 0
            && OrderedMatcher.beginsAs(segment(free.get(from)), wanted)
            && OrderedMatcher.acknowledges(segment(free.get(to)), wanted)) {
          free.subList(from, to + 1).forEach(i -> lineOf[i] = line);
          return true;
        }
      }
    }
    return false;
  }

  /** Whether one segment of no other line carries the data of this line and of those after it. */
  private boolean isJoined(int line, ExpectedPacket wanted) {
    for (int i : freeData(wanted)) {
      int left = segment(i).len();
      var joined = new ArrayList<Integer>();
      for (int other = line; other < lines.size() && left > 0; other++) {
        ExpectedPacket next = wanted(other);
        if (!met[other] && next != null && next.isData() && next.from() == wanted.from()) {
          left -= Objects.requireNonNull(next.len());
          joined.add(other);
        }
      }
      if (left == 0
          && OrderedMatcher.beginsAs(segment(i), wanted)
          && OrderedMatcher.acknowledges(segment(i), wanted)) {
        joined.forEach(one -> met[one] = true);
        lineOf[i] = line;
        return true;
      }
    }
    return false;
  }

  private List<Integer> freeData(ExpectedPacket wanted) {
    var free = new ArrayList<Integer>();
    for (int i = 0; i < packets.size(); i++) {
      if (lineOf[i] == NONE
          && packets.get(i) instanceof SegmentEvent s
          && s.from() == wanted.from()
          && s.len() > 0) {
        free.add(i);
      }
    }
    return free;
  }

  private SegmentEvent segment(int packet) {
    return (SegmentEvent) packets.get(packet);
  }

  /** One with the same flags; else none. */
  private @Nullable Long nearest(ExpectedPacket wanted) {
    return packets.stream()
        .filter(p ->
            p instanceof SegmentEvent s && s.from() == wanted.from() && wanted.fitsFlags(s, true))
        .map(PacketEvent::frame)
        .findFirst()
        .orElse(null);
  }
}
