package dev.synfin.expect;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A timeline without what differs from run to run: addresses, ports, numbers, times, options. Legal
 * variants have one form: bare acknowledgements are left out, data that one side sent in a row
 * stands together, a FIN stands alone.
 *
 * <pre>
 * synfin-wire/1
 * tcp
 * > SYN
 * &lt; SYN ACK
 * > data 31
 * &lt; data 5
 * > FIN
 * &lt; FIN
 * </pre>
 */
public final class NormalForm {
  private static final String HEAD = "synfin-wire/1";

  private final List<Entry> entries;

  private NormalForm(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * A line.
   *
   * @param from null for the line that begins a connection
   */
  record Entry(@Nullable Side from, String text) {
    String line() {
      return from == null ? text : (from == Side.CLIENT ? "> " : "< ") + text;
    }
  }

  /** That of a timeline. */
  public static NormalForm of(Timeline timeline) {
    var entries = new ArrayList<Entry>();
    for (Connection connection : timeline.connections()) {
      entries.add(new Entry(null, connection.protocol().name().toLowerCase(Locale.ROOT)));
      var writer = new Writer(entries);
      connection.allEvents().forEach(writer::add);
      writer.addData();
    }
    return new NormalForm(entries);
  }

  /** Whether a text is one. */
  public static boolean isOne(String text) {
    return text.startsWith(HEAD);
  }

  /**
   * Reads one that was written as text.
   *
   * @param name what it is called in a message
   * @throws IOException if it is none, naming the line
   */
  public static NormalForm parse(String text, String name) throws IOException {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw new IOException(name + " does not begin with " + HEAD + ".");
    }
    var entries = new ArrayList<Entry>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("> ")) {
        entries.add(new Entry(Side.CLIENT, line.substring(2)));
      } else if (line.startsWith("< ")) {
        entries.add(new Entry(Side.SERVER, line.substring(2)));
      } else if (line.matches("[a-z]+")) {
        entries.add(new Entry(null, line));
      } else if (!line.isBlank()) {
        throw new IOException(
            name + ", line " + (i + 1) + ": «" + line + "» is neither > nor < nor a protocol.");
      }
    }
    return new NormalForm(entries);
  }

  List<Entry> entries() {
    return entries;
  }

  /** As text, to be stored and read again. */
  public String toText() {
    return entries.stream().map(Entry::line).collect(Collectors.joining("\n", HEAD + "\n", "\n"));
  }

  /** Gathers what one side sends in a row. */
  private static final class Writer {
    private final List<Entry> entries;
    private @Nullable Side sender;
    private long octets;

    Writer(List<Entry> entries) {
      this.entries = entries;
    }

    void add(Event event) {
      switch (event) {
        case SegmentEvent s -> add(s);
        case DatagramEvent d -> {
          addData();
          entries.add(new Entry(d.from(), "udp " + d.len()));
        }
        case IcmpEvent i -> {
          addData();
          entries.add(
              new Entry(i.from(), "icmp " + Objects.requireNonNullElse(i.meaning(), "error")));
        }
        case CallEvent call -> {} // what a program did shows in its packets
      }
    }

    private void add(SegmentEvent s) {
      if (s.duplicateOf() != null || s.probe() != null) {
        return; // the capture's doing, or the clock's
      }
      if (s.retransmission() != null) {
        addData();
        entries.add(new Entry(s.from(), named(s) + " again"));
        return;
      }
      if (s.len() > 0) {
        addOctets(s);
      }
      String control = control(s);
      if (!control.isEmpty()) {
        addData();
        entries.add(new Entry(s.from(), control));
      }
    }

    private void addOctets(SegmentEvent s) {
      if (sender != s.from()) {
        addData();
        sender = s.from();
      }
      octets += s.len();
    }

    void addData() {
      if (sender != null && octets > 0) {
        entries.add(new Entry(sender, "data " + octets));
      }
      sender = null;
      octets = 0;
    }

    private static String named(SegmentEvent s) {
      String control = control(s);
      if (s.len() == 0) {
        return control.isEmpty() ? "ACK" : control;
      }
      return "data " + s.len() + (control.isEmpty() ? "" : " " + control);
    }

    private static String control(SegmentEvent s) {
      if (s.has(Flag.SYN)) {
        return s.has(Flag.ACK) ? "SYN ACK" : "SYN";
      }
      return s.has(Flag.RST) ? "RST" : s.has(Flag.FIN) ? "FIN" : "";
    }
  }
}
