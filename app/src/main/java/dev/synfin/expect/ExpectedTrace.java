package dev.synfin.expect;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.PacketEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An exchange as one would write it down, packetdrill's notation, a packet a line:
 *
 * <pre>
 * > S
 * &lt; S.
 * > .
 * ...
 * > P. 1:6(5) ack 1
 * > F.
 * </pre>
 *
 * <p>{@code >} is the client's; {@code S F R P U E W} are flags, {@code .} is ACK, {@code *} any
 * flags; {@code (5)} is the length of the payload. What is left out does not matter. {@code ...}
 * stands for any packets, {@code #} begins a remark, and times before a packet are read over.
 *
 * <p>Unless they are forbidden, legal variants of an exchange count as the same: acknowledgements
 * that come later, together or with data; data cut into other pieces; a FIN with data; PSH set or
 * not.
 */
public final class ExpectedTrace {
  /** How strictly packets and lines are compared. */
  public enum Mode {
    /** Every packet has its line, in this order; {@code ...} stands for any. */
    EXACTLY,
    /** Each line has its packet, in this order; others may be anywhere between. */
    IN_ORDER,
    /** Each line has its packet, in any order. */
    LOOSELY
  }

  private final List<Line> lines;

  private ExpectedTrace(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /** A line of a trace. */
  sealed interface Line {
    /** One packet. */
    record One(ExpectedPacket packet) implements Line {
      @Override
      public String toString() {
        return packet.text();
      }
    }

    /** Any packets. */
    record Any() implements Line {
      @Override
      public String toString() {
        return "...";
      }
    }
  }

  /**
   * Reads a trace.
   *
   * @throws IllegalArgumentException if a line is no packet, quoting it
   */
  public static ExpectedTrace parse(String text) {
    var lines = new ArrayList<Line>();
    for (String written : text.split("\n", -1)) {
      String line = written.replaceFirst("(^|\\s)#.*", "").strip();
      if (line.equals("...") || line.equals("…")) {
        lines.add(new Line.Any());
      } else if (!line.isEmpty()) {
        lines.add(new Line.One(ExpectedPacket.parse(line)));
      }
    }
    if (lines.stream().noneMatch(Line.One.class::isInstance)) {
      throw new IllegalArgumentException("An expected trace without a packet expects nothing.");
    }
    return new ExpectedTrace(lines);
  }

  /**
   * Holds a connection against this trace.
   *
   * @param variants whether legal variants count as the same
   */
  public TraceMatch match(Connection connection, Mode mode, boolean variants) {
    List<PacketEvent> packets =
        connection.allEvents().stream()
            .filter(PacketEvent.class::isInstance)
            .map(PacketEvent.class::cast)
            .toList();
    return switch (mode) {
      case LOOSELY -> new LooseMatcher(lines, packets, variants).match();
      case EXACTLY, IN_ORDER ->
          new OrderedMatcher(lines, packets, mode == Mode.EXACTLY, variants).match();
    };
  }

  /** The lines, without remarks. */
  @Override
  public String toString() {
    return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
  }
}
