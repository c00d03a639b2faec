package dev.synfin.render;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws the rows of a ladder:
 *
 * <pre>
 *     time  client state │ lane between the two ends │ server state
 * </pre>
 */
final class LadderRows {
  private static final int STATE = 12;

  private final RenderOptions options;
  private final Glyphs glyphs;
  private final Clock clock;
  private final PacketLabel labels;
  private final CallText calls;
  private final int left;
  private final int clientBar;
  private final int serverBar;
  private boolean marked;

  LadderRows(RenderOptions options, Clock clock) {
    this.options = options;
    this.glyphs = Glyphs.of(options);
    this.clock = clock;
    this.labels = new PacketLabel(options);
    this.calls = new CallText(options);
    this.left = clock.columns() + 2;
    this.clientBar = left + STATE + 1;
    this.serverBar = options.columns() - STATE - 2;
  }

  /** Whether the rows that follow are those that an expectation failed on. */
  void mark(boolean mark) {
    marked = mark;
  }

  String heads(String client, String server) {
    return row()
        .putBefore(clock.columns(), clock.unit().symbol, Style.FAINT)
        .put(left, cut(client, half()), Style.HEADING)
        .putBefore(options.columns(), cut(server, half()), Style.HEADING)
        .toText(options.colour());
  }

  String addresses(String client, String server) {
    return row()
        .put(left, cut(client, half()), Style.PLAIN)
        .putBefore(options.columns(), cut(server, half()), Style.PLAIN)
        .toText(options.colour());
  }

  /** A line across the whole width that names what follows. */
  String rule(String label) {
    var row = row().fill(1, options.columns(), glyphs.line(), Style.FAINT);
    return row.put(3, label.isEmpty() ? "" : " " + label + " ", Style.HEADING)
        .toText(options.colour());
  }

  /** A line between the bars, as for what is left out. */
  String between(String text) {
    return bars().put(clientBar + 3, cut(text, lane() - 3), Style.FAINT).toText(options.colour());
  }

  /** An arrow from the packet's sender, with the states that it changed. */
  String arrow(PacketEvent packet, @Nullable TcpState client, @Nullable TcpState server) {
    var row = time(placeOf(packet));
    if (client != null) {
      row.put(left, client.rfcName(), Style.STATE);
    }
    if (server != null) {
      row.put(serverBar + 2, server.rfcName(), Style.STATE);
    }
    if (packet.from() == Side.CLIENT) {
      drawFromClient(row, packet);
    } else {
      drawFromServer(row, packet);
    }
    return row.toText(options.colour());
  }

  /** The state that a segment put its receiver into when it came, beside the bars. */
  String arrival(long atNs, Side side, TcpState state) {
    var row = time(atNs).put(clientBar, glyphs.bar(), Style.FAINT);
    return row.put(serverBar, glyphs.bar(), Style.FAINT)
        .put(side == Side.CLIENT ? left : serverBar + 2, state.rfcName(), Style.STATE)
        .toText(options.colour());
  }

  private void drawFromClient(Row row, PacketEvent packet) {
    var label = labels.of(packet, lane() - 6);
    var style = styleOf(packet);
    row.put(clientBar, glyphs.fromClient(), Style.FAINT).put(serverBar, glyphs.bar(), Style.FAINT);
    row.fill(clientBar + 1, packet.lost() == null ? serverBar - 1 : lostAt(), glyphs.line(), style);
    if (packet.lost() == null) {
      row.put(serverBar - 1, glyphs.toServer(), style);
    } else {
      row.put(serverBar - 5, " " + glyphs.lost() + " ", style);
    }
    putLabel(row, clientBar + 2, label, packet);
  }

  private int lostAt() {
    return serverBar - 5;
  }

  private void drawFromServer(Row row, PacketEvent packet) {
    var label = labels.of(packet, lane() - 6);
    var style = styleOf(packet);
    var start = packet.lost() == null ? clientBar + 2 : clientBar + 6;
    row.put(clientBar, glyphs.bar(), Style.FAINT).put(serverBar, glyphs.fromServer(), Style.FAINT);
    row.fill(start, serverBar, glyphs.line(), style);
    row.put(
        clientBar + (packet.lost() == null ? 1 : 4),
        packet.lost() == null ? glyphs.toClient() : glyphs.lost(),
        style);
    var width = width(label);
    putLabel(row, serverBar - 1 - width, label, packet);
  }

  private static int width(PacketLabel.Label label) {
    var excerpt = PlainText.width(label.excerpt());
    return PlainText.width(label.head()) + 2 + (excerpt == 0 ? 0 : excerpt + 1);
  }

  private static void putLabel(Row row, int column, PacketLabel.Label label, PacketEvent packet) {
    row.put(
        column,
        " " + label.head() + " ",
        styleOf(packet) == Style.FAINT ? Style.PLAIN : styleOf(packet));
    if (!label.excerpt().isEmpty()) {
      row.put(column + PlainText.width(label.head()) + 2, label.excerpt() + " ", Style.PAYLOAD);
    }
  }

  private static Style styleOf(PacketEvent packet) {
    if (packet.lost() != null) {
      return Style.TROUBLE;
    }
    return packet instanceof SegmentEvent s && s.retransmission() != null
        ? Style.WARNING
        : Style.FAINT;
  }

  /** What is remarkable about the packet above, beginning next to its sender. */
  List<String> notes(PacketEvent packet) {
    var notes = labels.notes(packet);
    if (notes.isEmpty()) {
      return List.of();
    }
    var fromClient = packet.from() == Side.CLIENT;
    var room = fromClient ? options.columns() - clientBar - 4 : serverBar - left - 4;
    var style = packet.lost() != null ? Style.TROUBLE : Style.WARNING;
    var lines = new ArrayList<String>();
    for (var text : Paragraph.wrap(String.join("; ", notes), room)) {
      var sign = lines.isEmpty() ? glyphs.noteOf(packet.from()) : " ";
      lines.add(note(fromClient, sign, cut(text, room), style));
    }
    return lines;
  }

  private String note(boolean fromClient, String sign, String text, Style style) {
    var row = bars();
    return (fromClient
            ? row.put(clientBar + 2, sign + " " + text + " ", style)
            : row.putBefore(serverBar - 1, " " + text + " " + sign, style))
        .toText(options.colour());
  }

  /** Something that the row above is pointed at for; across the ladder, so that it is seen. */
  List<String> remark(String text) {
    var room = options.columns() - clientBar - 3;
    var lines = new ArrayList<String>();
    for (var part : Paragraph.wrap(PlainText.harmless(text, options.ascii()), room)) {
      var sign = lines.isEmpty() ? (options.ascii() ? "^" : "▲") : " ";
      lines.add(
          row()
              .put(clientBar, sign + " " + cut(part, room), Style.TROUBLE)
              .toText(options.colour()));
    }
    return lines;
  }

  /** A socket call, on the side of its program. */
  String call(CallEvent call) {
    var row = beside(time(CallText.placeOf(call)), call.side(), calls.of(call), Style.CALL);
    return row.toText(options.colour());
  }

  /** What a side's kernel had at a moment, beside it; whole, in as many rows as it takes. */
  List<String> kernel(KernelRows.Look look) {
    marked = false;
    var lines = new ArrayList<String>();
    var text = PlainText.harmless(look.text(), options.ascii());
    var side = look.side();
    for (var part : Paragraph.wrap(text, side == null ? lane() - 4 : roomBeside(side))) {
      var row = lines.isEmpty() ? time(look.atNs()) : row();
      lines.add(
          (side == null ? amid(row, part) : beside(row, side, part, Style.KERNEL))
              .toText(options.colour()));
    }
    return lines;
  }

  private Row amid(Row row, String text) {
    row.put(clientBar, glyphs.bar(), Style.FAINT).put(serverBar, glyphs.bar(), Style.FAINT);
    var shown = cut(text, lane() - 4);
    return row.put(clientBar + 1 + (lane() - PlainText.width(shown)) / 2, shown, Style.KERNEL);
  }

  private Row beside(Row row, Side side, String text, Style style) {
    row.put(clientBar, glyphs.bar(), Style.FAINT).put(serverBar, glyphs.bar(), Style.FAINT);
    var shown = cut(text, roomBeside(side));
    return side == Side.CLIENT
        ? row.put(left, shown + " ", style)
        : row.putBefore(options.columns(), " " + shown, style);
  }

  private int roomBeside(Side side) {
    return side == Side.CLIENT ? serverBar - left - 1 : options.columns() - clientBar - 2;
  }

  private static long placeOf(PacketEvent packet) {
    var t = packet.tNs();
    return t == null ? 0 : t;
  }

  private Row time(long nanos) {
    var row = row().put(0, clock.show(nanos), Style.FAINT);
    return marked ? row.put(0, glyphs.bad(), Style.TROUBLE) : row;
  }

  private Row bars() {
    return row()
        .put(clientBar, glyphs.bar(), Style.FAINT)
        .put(serverBar, glyphs.bar(), Style.FAINT);
  }

  private Row row() {
    return new Row(options.columns());
  }

  private int lane() {
    return serverBar - clientBar - 1;
  }

  private int half() {
    return (options.columns() - left) / 2 - 1;
  }

  private String cut(String text, int columns) {
    return PlainText.cut(text, columns, glyphs.more());
  }
}
