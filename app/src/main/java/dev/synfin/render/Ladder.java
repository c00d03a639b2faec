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
import java.util.ArrayList;
import java.util.Comparator;
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
  private final List<String> lines = new ArrayList<>();
  private @Nullable TcpState client;
  private @Nullable TcpState server;
  private @Nullable Phase phase;

  private Ladder(Connection connection, RenderOptions options) {
    this.options = options;
    this.glyphs = Glyphs.of(options);
    this.connection = connection;
    this.events =
        connection.allEvents().stream().sorted(Comparator.comparingLong(Ladder::placeOf)).toList();
    this.rows = new LadderRows(options, clock());
  }

  /** The lines of a connection's ladder. */
  static List<String> of(Timeline timeline, Connection connection, RenderOptions options) {
    var ladder = new Ladder(connection, options);
    ladder.addHead(timeline);
    ladder.addEvents();
    ladder.addVerdict();
    return ladder.lines;
  }

  private Clock clock() {
    var first = 0L;
    var last = connection.durationNs();
    for (var event : events) {
      first = Math.min(first, placeOf(event));
      last = Math.max(last, placeOf(event));
    }
    return Clock.between(first, last);
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
    var tooMany = events.size() > MOST_EVENTS;
    var resume = events.size() - KEPT_AT_EACH_END;
    for (var i = 0; i < events.size(); i++) {
      if (tooMany && i == KEPT_AT_EACH_END) {
        lines.add(rows.between(glyphs.elided() + " " + leftOut(i, resume)));
      }
      if (tooMany && i >= KEPT_AT_EACH_END && i < resume) {
        passOver(events.get(i));
      } else {
        addRule(i);
        add(events.get(i));
      }
    }
  }

  private String leftOut(int from, int to) {
    return Quantities.count(to - from, "event") + " left out";
  }

  private void passOver(Event event) {
    if (event instanceof SegmentEvent s) {
      client = s.clientState() == null ? client : s.clientState();
      server = s.serverState() == null ? server : s.serverState();
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
    switch (event) {
      case CallEvent call -> lines.add(rows.call(call));
      case SegmentEvent s -> addSegment(s);
      case PacketEvent packet -> addPacket(packet, null, null);
    }
  }

  private void addSegment(SegmentEvent s) {
    var newClient = s.clientState() == client ? null : s.clientState();
    var newServer = s.serverState() == server ? null : s.serverState();
    client = s.clientState() == null ? client : s.clientState();
    server = s.serverState() == null ? server : s.serverState();
    addPacket(s, newClient, newServer);
  }

  private void addPacket(
      PacketEvent packet, @Nullable TcpState newClient, @Nullable TcpState newServer) {
    lines.add(rows.arrow(packet, newClient, newServer));
    lines.addAll(rows.notes(packet));
  }

  private void addVerdict() {
    lines.add(rows.rule(""));
    for (var line : Paragraph.wrap(Verdict.of(connection, glyphs), options.columns() - 2)) {
      lines.add(" " + line);
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
