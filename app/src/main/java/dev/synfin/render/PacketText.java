package dev.synfin.render;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.SegmentOptions;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Packets in packetdrill's notation, relative numbers, {@code >} from the client:
 *
 * <pre>
 *  0.000000 > S  0:0(0) win 64240 &lt;mss 1460,sackOK,TS val 1 ecr 0,wscale 7>
 * +0.000112 &lt; S. 0:0(0) ack 1 win 65160 &lt;mss 1460>
 * +0.210431 > P. 1:6(5) ack 1            # sent again: frame 4
 * </pre>
 */
public final class PacketText {
  private static final int REMARKS = 40;
  private static final PacketLabel LABELS = new PacketLabel(RenderOptions.DEFAULT.withAscii(true));
  private static final CallText CALLS = new CallText(RenderOptions.DEFAULT.withAscii(true));

  private PacketText() {}

  /** A line for each event; socket calls are remarks. */
  public static List<String> lines(Connection connection) {
    var lines = new ArrayList<String>();
    var before = 0L;
    var first = true;
    for (var event : connection.allEvents()) {
      var at = Objects.requireNonNullElse(event.tNs(), 0L);
      lines.add(time(first ? at : at - before, first) + " " + text(event));
      before = at;
      first = false;
    }
    return lines;
  }

  /** A packet without its time, such as {@code > P. 1:6(5) ack 1}. */
  public static String of(PacketEvent packet) {
    var remarks = LABELS.notes(packet);
    var text = (packet.from() == Side.CLIENT ? "> " : "< ") + body(packet);
    return remarks.isEmpty()
        ? text
        : String.format(Locale.ROOT, "%-" + REMARKS + "s # %s", text, String.join("; ", remarks));
  }

  private static String text(Event event) {
    return switch (event) {
      case CallEvent call ->
          "# " + call.side().name().toLowerCase(Locale.ROOT) + ": " + CALLS.of(call);
      case PacketEvent packet -> of(packet);
    };
  }

  private static String body(PacketEvent packet) {
    return switch (packet) {
      case SegmentEvent s -> segment(s);
      case DatagramEvent d -> "udp (" + d.len() + ")";
      case IcmpEvent i ->
          "icmp "
              + Objects.requireNonNullElse(
                  i.meaning(), "type " + i.icmpType() + " code " + i.icmpCode());
    };
  }

  private static String segment(SegmentEvent s) {
    var text =
        String.format(Locale.ROOT, "%-2s %d:%d(%d)", flags(s), s.seq(), s.seq() + s.len(), s.len());
    if (s.ack() != null) {
      text += " ack " + s.ack();
    }
    if (s.has(Flag.SYN)) {
      text += " win " + s.rawWin();
    }
    var options = options(s.options(), s.has(Flag.SYN));
    return options.isEmpty() ? text : text + " <" + options + ">";
  }

  private static String flags(SegmentEvent s) {
    var letters = new StringBuilder();
    for (var flag : s.flags()) {
      letters.append(
          switch (flag) {
            case SYN -> "S";
            case FIN -> "F";
            case RST -> "R";
            case PSH -> "P";
            case URG -> "U";
            case ECE -> "E";
            case CWR -> "W";
            case ACK -> "";
          });
    }
    return letters + (s.has(Flag.ACK) ? "." : "");
  }

  /** Time stamps change with every segment: they are told of the SYN only. */
  private static String options(SegmentOptions options, boolean syn) {
    var told = new ArrayList<String>();
    if (options.mss() != null) {
      told.add("mss " + options.mss());
    }
    if (options.sackPermitted() != null) {
      told.add("sackOK");
    }
    if (syn && options.tsVal() != null) {
      told.add("TS val " + options.tsVal() + " ecr " + options.tsEcr());
    }
    if (options.windowScale() != null) {
      told.add("wscale " + options.windowScale());
    }
    if (options.fastOpen() != null) {
      told.add("FO " + options.fastOpen());
    }
    for (var block : options.sack()) {
      told.add("sack " + block.left() + ":" + block.right());
    }
    return String.join(",", told);
  }

  private static String time(long nanos, boolean first) {
    return String.format(Locale.ROOT, first ? "% .6f" : "%+.6f", nanos / 1e9);
  }
}
