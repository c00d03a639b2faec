package dev.synfin.render;

import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.Payload;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Probe;
import dev.synfin.track.Retransmission;
import dev.synfin.track.Retransmission.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands on a packet's arrow, and what is said about it below. */
final class PacketLabel {
  private static final int SHORTEST_EXCERPT = 4;

  /** As people say them: SYN ACK, FIN ACK. */
  private static final List<Flag> SPOKEN =
      List.of(Flag.SYN, Flag.FIN, Flag.RST, Flag.PSH, Flag.URG, Flag.ECE, Flag.CWR, Flag.ACK);

  /** Said by the judgement that the segment was sent again. */
  private static final Set<AnalysisFlag> SENT_AGAIN =
      Set.of(
          AnalysisFlag.RETRANSMISSION,
          AnalysisFlag.FAST_RETRANSMISSION,
          AnalysisFlag.SPURIOUS_RETRANSMISSION,
          AnalysisFlag.OUT_OF_ORDER);

  private final boolean ascii;
  private final Glyphs glyphs;

  PacketLabel(RenderOptions options) {
    this.ascii = options.ascii();
    this.glyphs = Glyphs.of(options);
  }

  /**
   * The label's two parts, which together take at most the columns given.
   *
   * @param excerpt of the payload, quoted; empty where there is none or no room
   */
  record Label(String head, String excerpt) {}

  Label of(PacketEvent packet, int columns) {
    return switch (packet) {
      case SegmentEvent s -> segment(s, columns);
      case DatagramEvent d -> withExcerpt("UDP len " + d.len(), d.payload(), columns);
      case IcmpEvent i -> new Label(PlainText.cut(icmp(i), columns, glyphs.more()), "");
    };
  }

  private Label segment(SegmentEvent s, int columns) {
    var head = head(s);
    if (s.len() > 0) {
      return withExcerpt(head + " len " + s.len(), s.payload(), columns);
    }
    var mss = s.options().mss();
    if (s.has(Flag.SYN)) {
      var more = head + " win " + s.rawWin() + (mss == null ? "" : " mss " + mss);
      head = PlainText.width(more) <= columns ? more : head;
    }
    return new Label(PlainText.cut(head, columns, glyphs.more()), "");
  }

  private static String head(SegmentEvent s) {
    var flags = SPOKEN.stream().filter(s::has).map(Flag::name).collect(Collectors.joining(" "));
    return (flags.isEmpty() ? "no flags" : flags)
        + " seq "
        + s.seq()
        + (s.ack() == null ? "" : " ack " + s.ack());
  }

  private static String icmp(IcmpEvent i) {
    var meaning = i.meaning();
    return (i.version() == 4 ? "ICMP " : "ICMPv6 ")
        + (meaning == null ? "type " + i.icmpType() + " code " + i.icmpCode() : meaning);
  }

  private Label withExcerpt(String head, @Nullable Payload payload, int columns) {
    var cut = PlainText.cut(head, columns, glyphs.more());
    var room = columns - PlainText.width(cut) - 1;
    if (payload == null || room < SHORTEST_EXCERPT) {
      return new Label(cut, "");
    }
    return new Label(cut, excerpt(payload, room));
  }

  private String excerpt(Payload payload, int room) {
    var text = payload.text();
    var shown = text == null ? "0x" + payload.hex() : PlainText.quoted(text, ascii);
    if (Boolean.TRUE.equals(payload.truncated()) && PlainText.width(shown) < room) {
      return shown + glyphs.more();
    }
    return PlainText.cut(shown, room, glyphs.more());
  }

  /** What is remarkable about a packet; empty for most. */
  List<String> notes(PacketEvent packet) {
    var notes = new ArrayList<String>();
    var lost = packet.lost();
    if (lost != null) {
      notes.add(
          "lost between "
              + PlainText.harmless(String.join(" and ", lost.between()), ascii)
              + (lost.rule() == null ? "" : ": " + PlainText.harmless(lost.rule(), ascii)));
    }
    if (packet instanceof SegmentEvent segment) {
      segmentNotes(segment, notes);
    }
    return notes;
  }

  private static void segmentNotes(SegmentEvent s, List<String> notes) {
    var again = s.retransmission();
    if (again != null) {
      notes.add(sentAgain(again));
    }
    var probe = s.probe();
    if (probe != null && (again == null || again.cause() != Cause.TAIL_LOSS_PROBE)) {
      notes.add(spoken(probe));
    }
    if (s.duplicateOf() != null) {
      notes.add("the capture holds frame " + s.duplicateOf() + " twice");
      return;
    }
    for (var flag : s.analysis()) {
      if (again == null || !SENT_AGAIN.contains(flag)) {
        notes.add(spoken(flag));
      }
    }
  }

  private static String sentAgain(Retransmission again) {
    return "sent again"
        + (again.of() == null ? "" : ": frame " + again.of())
        + (again.cause() == null ? "" : ", " + spoken(again.cause()));
  }

  private static String spoken(Cause cause) {
    return switch (cause) {
      case RTO -> "timeout (RTO)";
      case TAIL_LOSS_PROBE -> "tail-loss probe";
      case FAST -> "fast retransmit";
      case RACK_OR_SACK -> "loss seen by SACK or RACK";
      case SYN, SYN_ACK, FIN -> "its sender has no answer";
      case REPEATED_SYN -> "answer to the repeated SYN";
    };
  }

  private static String spoken(Probe probe) {
    return switch (probe) {
      case KEEP_ALIVE -> "keep-alive probe";
      case WINDOW -> "window probe";
      case TAIL_LOSS -> "tail-loss probe";
    };
  }

  private static String spoken(AnalysisFlag flag) {
    return flag.name().toLowerCase(Locale.ROOT).replace('_', ' ').replace(" ack", " ACK");
  }
}
