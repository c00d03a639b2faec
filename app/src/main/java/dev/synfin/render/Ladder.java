package dev.synfin.render;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Phase;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection as a ladder: time runs down, the client stands on the left, the server on the
 * right, each packet is an arrow from the one to the other.
 */
final class Ladder {
  /** More events than these are not read by anyone: their middle is left out. */
  private static final int MOST_EVENTS = 400;

  private static final int KEPT_AROUND = 15;

  private static final int KEPT_AT_EACH_END = 190;
  private static final Set<String> CLOSING = Set.of("close", "shutdown");
  private static final Set<String> SENDING = Set.of("send", "sendall", "write", "makefile");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RenderOptions options;
  private final Glyphs glyphs;
  private final Connection connection;
  private final List<Event> events;
  private final LadderRows rows;
  private final Offence offence;
  private final Deque<KernelRows.Look> looks;
  private final Arrivals arrivals;
  private final List<String> lines = new ArrayList<>();
  private final @Nullable Remark remark;
  private @Nullable TcpState client;
  private @Nullable TcpState server;
  private @Nullable Phase phase;

  /**
   * What is pointed at.
   *
   * @param frame the packet above it, or null for the end
   */
  record Remark(@Nullable Long frame, String text) {}

  private Ladder(
      Timeline timeline, Connection connection, RenderOptions options, @Nullable Remark remark) {
    this.options = options;
    this.remark = remark;
    this.glyphs = Glyphs.of(options);
    this.connection = connection;
    var index = timeline.connections().indexOf(connection);
    this.offence = Offence.of(timeline.scenario(), connection, index);
    this.events =
        connection.allEvents().stream().sorted(Comparator.comparingLong(Ladder::placeOf)).toList();
    this.arrivals =
        Arrivals.of(
            timeline,
            events.stream()
                .filter(SegmentEvent.class::isInstance)
                .map(SegmentEvent.class::cast)
                .toList());
    var first = Math.min(0, events.isEmpty() ? 0 : placeOf(events.getFirst()));
    var last = Math.max(connection.durationNs(), events.isEmpty() ? 0 : placeOf(events.getLast()));
    this.looks = new ArrayDeque<>(KernelRows.of(timeline, connection, first, last));
    var end = looks.isEmpty() ? last : Math.max(last, looks.getLast().atNs());
    var clock = Clock.between(first, end);
    this.rows =
        new LadderRows(options, events.stream().anyMatch(offence::has) ? clock.marked() : clock);
  }

  /** The lines of a connection's ladder. */
  static List<String> of(Timeline timeline, Connection connection, RenderOptions options) {
    return of(timeline, connection, options, null);
  }

  /** The same with something pointed at. */
  static List<String> of(
      Timeline timeline, Connection connection, RenderOptions options, @Nullable Remark remark) {
    var ladder = new Ladder(timeline, connection, options, remark);
    ladder.addHead(timeline);
    ladder.addEvents();
    ladder.addRemark(null);
    ladder.addVerdict();
    return ladder.lines;
  }

  private void addHead(Timeline timeline) {
    var what =
        connection.protocol().name()
            + " "
            + connection.stream()
            + " "
            + glyphs.dot()
            + " "
            + MOMENT.format(connection.startedAt());
    lines.add(" " + style(what, Style.HEADING));
    for (var capture : timeline.captures()) {
      lines.add(" " + style(cut(describe(capture), options.columns() - 1), Style.FAINT));
    }
    lines.add("");
    lines.add(rows.heads(nameOf(Side.CLIENT), nameOf(Side.SERVER)));
    lines.add(rows.addresses(connection.client().text(), connection.server().text()));
  }

  private String describe(Capture capture) {
    var vantage = capture.vantage();
    var frames = capture.frames();
    var dot = " " + glyphs.dot() + " ";
    return (capture.source() == Capture.Source.LIVE ? "captured on " : "from ")
        + harmless(capture.name())
        + (vantage == null ? "" : dot + where(vantage))
        + (frames == null ? "" : dot + Quantities.count(frames.captured(), "frame"))
        + completeness(capture, dot);
  }

  private static String where(Capture.Vantage vantage) {
    return switch (vantage) {
      case CLIENT -> "client's side";
      case SERVER -> "server's side";
      case NETWORK -> "between the ends";
      case LOOPBACK -> "both ends are here";
    };
  }

  private String completeness(Capture capture, String dot) {
    var complete = capture.complete();
    if (complete == null) {
      return "";
    }
    var reason = capture.reason();
    return complete
        ? dot + "complete"
        : dot + "NOT complete" + (reason == null ? "" : ": " + harmless(reason));
  }

  /** The host's name where it is known; else which side it is. */
  private String nameOf(Side side) {
    var end = endOf(side);
    var role = side.name().toLowerCase(Locale.ROOT);
    var name = end.name();
    return name == null || name.equals(role) ? role : role + " " + harmless(name);
  }

  private Endpoint endOf(Side side) {
    return side == Side.CLIENT ? connection.client() : connection.server();
  }

  private void addEvents() {
    if (connection.events() == null) {
      lines.add(rows.rule("the document has no events"));
      return;
    }
    if (!events.isEmpty() && events.stream().noneMatch(SegmentEvent.class::isInstance)) {
      lines.add(rows.rule(""));
    }
    var shown = shown();
    for (var i = 0; i < events.size(); i++) {
      if (shown.get(i)) {
        addUntil(placeOf(events.get(i)));
        addRule(i);
        add(events.get(i));
      } else {
        if (shown.get(i - 1)) {
          lines.add(rows.between(glyphs.elided() + " " + leftOut(i, shown.nextSetBit(i))));
        }
        passOver(events.get(i));
      }
    }
    addUntil(Long.MAX_VALUE);
  }

  /** Of too many the first, the last, and those about what is pointed at. */
  private BitSet shown() {
    int count = events.size();
    var shown = new BitSet(count);
    if (count <= MOST_EVENTS) {
      shown.set(0, count);
      return shown;
    }
    shown.set(0, KEPT_AT_EACH_END);
    shown.set(count - KEPT_AT_EACH_END, count);
    for (var i = 0; i < count; i++) {
      if (isPointedAt(events.get(i))) {
        shown.set(Math.max(0, i - KEPT_AROUND), Math.min(count, i + KEPT_AROUND + 1));
        break;
      }
    }
    return shown;
  }

  private boolean isPointedAt(Event event) {
    return offence.has(event)
        || (remark != null
            && event instanceof PacketEvent packet
            && Objects.equals(remark.frame(), packet.frame()));
  }

  /** What arrived late, and what the kernels said, until a moment. */
  private void addUntil(long untilNs) {
    while (!looks.isEmpty() && looks.getFirst().atNs() <= untilNs) {
      addArrivals(looks.getFirst().atNs(), true);
      lines.addAll(rows.kernel(looks.removeFirst()));
    }
    addArrivals(untilNs, true);
  }

  private void addArrivals(long untilNs, boolean shown) {
    for (var late = arrivals.nextUntil(untilNs); late != null; late = arrivals.nextUntil(untilNs)) {
      var state = news(late.side(), late.state());
      if (shown && state != null) {
        rows.mark(false);
        lines.add(rows.arrival(late.atNs(), late.side(), state));
      }
    }
  }

  /** The state that an end is in from now on, where that is another one than before. */
  private @Nullable TcpState news(Side side, @Nullable TcpState state) {
    if (state == null || state == (side == Side.CLIENT ? client : server)) {
      return null;
    }
    if (side == Side.CLIENT) {
      client = state;
    } else {
      server = state;
    }
    return state;
  }

  private String leftOut(int from, int to) {
    return Quantities.count(to - from, "event") + " left out";
  }

  private void passOver(Event event) {
    addArrivals(placeOf(event), false);
    if (event instanceof SegmentEvent s) {
      news(Side.CLIENT, arrivals.inRow(s, Side.CLIENT));
      news(Side.SERVER, arrivals.inRow(s, Side.SERVER));
      phase = s.phase();
    }
  }

  /** Before a phase's first segment, and before the call that sent it. */
  private void addRule(int index) {
    var next = phaseAt(index);
    if (next != null && next != phase) {
      phase = next;
      lines.add(rows.rule(next.name().toLowerCase(Locale.ROOT)));
    }
  }

  private @Nullable Phase phaseAt(int index) {
    if (phase == null) {
      return events.stream()
          .filter(SegmentEvent.class::isInstance)
          .map(e -> ((SegmentEvent) e).phase())
          .findFirst()
          .orElse(null);
    }
    return switch (events.get(index)) {
      case SegmentEvent s -> s.phase();
      case CallEvent call -> phaseBegunBy(call, index);
      case PacketEvent other -> null;
    };
  }

  /** The phase of the next segment, where this call, the last before it, is what sent it. */
  private @Nullable Phase phaseBegunBy(CallEvent call, int index) {
    for (var i = index + 1; i < events.size(); i++) {
      if (events.get(i) instanceof SegmentEvent s) {
        var names = s.phase() == Phase.TEARDOWN ? CLOSING : SENDING;
        return s.from() == call.side() && names.contains(call.call()) ? s.phase() : null;
      }
      if (events.get(i) instanceof CallEvent other && other.side() == call.side()) {
        return null;
      }
    }
    return null;
  }

  private void add(Event event) {
    rows.mark(offence.has(event));
    switch (event) {
      case CallEvent call -> lines.add(rows.call(call));
      case SegmentEvent s -> addSegment(s);
      case PacketEvent packet -> addPacket(packet, null, null);
    }
  }

  private void addSegment(SegmentEvent s) {
    addPacket(
        s,
        news(Side.CLIENT, arrivals.inRow(s, Side.CLIENT)),
        news(Side.SERVER, arrivals.inRow(s, Side.SERVER)));
  }

  private void addPacket(
      PacketEvent packet, @Nullable TcpState newClient, @Nullable TcpState newServer) {
    lines.add(rows.arrow(packet, newClient, newServer));
    lines.addAll(rows.notes(packet));
    addRemark(packet.frame());
  }

  private void addRemark(@Nullable Long below) {
    if (remark != null && Objects.equals(remark.frame(), below)) {
      lines.addAll(rows.remark(remark.text()));
    }
  }

  private void addVerdict() {
    lines.add(rows.rule(""));
    var mark = offence.isOfTheWhole() ? style(glyphs.bad(), Style.TROUBLE) + " " : " ";
    for (var line : Paragraph.wrap(Verdict.of(connection, glyphs), options.columns() - 2)) {
      lines.add(mark + line);
      mark = " ";
    }
  }

  private static long placeOf(Event event) {
    return event instanceof CallEvent call
        ? CallText.placeOf(call)
        : Objects.requireNonNullElse(event.tNs(), 0L);
  }

  private String harmless(String text) {
    return PlainText.harmless(text, options.ascii());
  }

  private String cut(String text, int columns) {
    return PlainText.cut(text, columns, glyphs.more());
  }

  private String style(String text, Style style) {
    return options.colour() ? style.paint(text) : text;
  }
}
