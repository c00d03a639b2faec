package dev.synfin.expect;

import dev.synfin.expect.ExpectedTrace.Line;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Lays lines over packets in order. A position is a pair: so many lines have been met by so many
 * packets. Each that can be reached is tried once; the farthest that is reached is the nearest
 * miss.
 */
final class OrderedMatcher {
  private final List<Line> lines;
  private final List<PacketEvent> packets;
  private final boolean every;
  private final boolean variants;
  private final BitSet tried = new BitSet();
  private int farthestLine;
  private int farthestPacket;

  /**
   * A matcher for one use.
   *
   * @param every whether each packet must have its line
   */
  OrderedMatcher(List<Line> lines, List<PacketEvent> packets, boolean every, boolean variants) {
    this.lines = lines;
    this.packets = packets;
    this.every = every;
    this.variants = variants;
  }

  TraceMatch match() {
    var open = new ArrayDeque<int[]>();
    open.push(new int[] {0, 0});
    while (!open.isEmpty()) {
      int[] at = open.pop();
      if (at[0] == lines.size() && (!every || at[1] == packets.size())) {
        return TraceMatch.YES;
      }
      if (isNew(at[0], at[1])) {
        note(at[0], at[1]);
        advance(at[0], at[1], (line, packet) -> open.push(new int[] {line, packet}));
      }
    }
    return miss();
  }

  private boolean isNew(int line, int packet) {
    int position = line * (packets.size() + 1) + packet;
    boolean fresh = !tried.get(position);
    tried.set(position);
    return fresh;
  }

  /** How far one can get at all; with as many lines, where the packets that met them end. */
  private void note(int line, int packet) {
    boolean meant = every || line > farthestLine;
    if (line > farthestLine || (line == farthestLine && meant && packet > farthestPacket)) {
      farthestLine = line;
      farthestPacket = packet;
    }
  }

  private TraceMatch miss() {
    Long frame =
        farthestPacket < packets.size() ? (Long) packets.get(farthestPacket).frame() : null;
    return farthestLine == lines.size()
        ? new TraceMatch(false, 0, null, frame)
        : new TraceMatch(false, farthestLine + 1, lines.get(farthestLine).toString(), frame);
  }

  private interface Step {
    void to(int line, int packet);
  }

  private void advance(int line, int packet, Step step) {
    boolean more = packet < packets.size();
    if (more && (!every || (variants && isPureAck(packets.get(packet))))) {
      step.to(line, packet + 1);
    }
    if (line == lines.size()) {
      return;
    }
    switch (lines.get(line)) {
      case Line.Any any -> {
        if (more) {
          step.to(line, packet + 1);
        }
        step.to(line + 1, packet);
      }
      case Line.One(ExpectedPacket wanted) -> {
        if (more && wanted.fits(packets.get(packet))) {
          step.to(line + 1, packet + 1);
        }
        if (more && variants && packets.get(packet) instanceof SegmentEvent segment) {
          advanceByVariant(line, packet, wanted, segment, step);
        }
      }
    }
  }

  private void advanceByVariant(
      int line, int packet, ExpectedPacket wanted, SegmentEvent segment, Step step) {
    if (wanted.isPureAck() && carries(segment, wanted)) {
      step.to(line + 1, packet);
    }
    if (segment.from() != wanted.from() || wanted.udp()) {
      return;
    }
    if (wanted.fitsFlags(segment, true) && wanted.fitsLength(segment) && wanted.fitsRest(segment)) {
      step.to(line + 1, packet + 1);
    }
    if (wanted.isData() && segment.len() > 0 && beginsAs(segment, wanted)) {
      advanceOverPieces(line, packet, wanted, step);
      advanceOverWhole(line, packet, wanted, segment, step);
    }
  }

  /** An acknowledgement may wait for the next segment (RFC 9293, 3.8.6.3), and a FIN is one too. */
  static boolean carries(SegmentEvent segment, ExpectedPacket ack) {
    Long number = segment.ack();
    return segment.from() == ack.from()
        && number != null
        && !segment.has(Flag.SYN)
        && !segment.has(Flag.RST)
        && (ack.ack() == null || number >= ack.ack());
  }

  static boolean beginsAs(SegmentEvent segment, ExpectedPacket wanted) {
    Long seq = wanted.seq();
    return seq == null || seq == segment.seq();
  }

  static boolean acknowledges(SegmentEvent segment, ExpectedPacket wanted) {
    return wanted.ack() == null || wanted.ack().equals(segment.ack());
  }

  /** One line's data in several segments; what the peer acknowledges in between may be there. */
  private void advanceOverPieces(int line, int packet, ExpectedPacket wanted, Step step) {
    int left = Objects.requireNonNull(wanted.len());
    for (int i = packet; i < packets.size() && left > 0; i++) {
      if (!(packets.get(i) instanceof SegmentEvent piece)) {
        return;
      }
      if (piece.from() != wanted.from() || piece.len() == 0) {
        if (!isPureAck(piece)) {
          return;
        }
      } else {
        left -= piece.len();
        if (left == 0 && acknowledges(piece, wanted)) {
          stepOverData(line, piece, wanted, i + 1, step);
        }
      }
    }
  }

  /** Several lines' data in one segment. */
  private void advanceOverWhole(
      int line, int packet, ExpectedPacket wanted, SegmentEvent segment, Step step) {
    int left = segment.len();
    for (int i = line; i < lines.size() && left > 0; i++) {
      if (!(lines.get(i) instanceof Line.One(ExpectedPacket next))) {
        return;
      }
      if (next.isPureAck() && next.from() != wanted.from()) {
        continue;
      }
      if (next.from() != wanted.from() || !next.isData()) {
        return;
      }
      left -= Objects.requireNonNull(next.len());
      if (left == 0 && acknowledges(segment, next)) {
        stepOverData(i, segment, wanted, packet + 1, step);
      }
    }
  }

  /** Beyond the data's line, and beyond its FIN's where the last segment carries that too. */
  private void stepOverData(
      int line, SegmentEvent last, ExpectedPacket wanted, int packet, Step step) {
    if (!last.has(Flag.FIN)) {
      step.to(line + 1, packet);
      return;
    }
    int next = line + 1;
    while (next < lines.size()
        && lines.get(next) instanceof Line.One(ExpectedPacket ack)
        && ack.isPureAck()) {
      next++;
    }
    if (next < lines.size()
        && lines.get(next) instanceof Line.One(ExpectedPacket fin)
        && fin.from() == wanted.from()
        && fin.isFin()) {
      step.to(next + 1, packet);
    } else if (!every) {
      step.to(line + 1, packet);
    }
  }

  private static boolean isPureAck(PacketEvent packet) {
    return packet instanceof SegmentEvent s && s.len() == 0 && s.flags().equals(List.of(Flag.ACK));
  }
}
