package dev.synfin.scenario;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Probe;
import dev.synfin.track.Retransmission.Cause;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Facts that are read from a connection's events. Without events nothing is known: then each is
 * null.
 */
final class WireFacts {
  /** Less than the 40 ms for which Linux puts an acknowledgement off. */
  private static final long LATE_NS = 30_000_000L;

  /** What {@link #kind} tells apart. */
  static final Set<String> KINDS = Set.of("syn", "syn-ack", "fin", "rst", "data", "ack");

  private WireFacts() {}

  static @Nullable Long retransmissions(Connection connection) {
    return count(connection, s -> s.retransmission() != null);
  }

  static @Nullable Long retransmitted(Connection connection, String kind) {
    return count(connection, s -> s.retransmission() != null && kind(s).equals(kind));
  }

  static @Nullable Long withPayload(Connection connection, Side side) {
    return count(connection, s -> s.from() == side && s.len() > 0);
  }

  static @Nullable Long probes(Connection connection, Probe probe) {
    return count(connection, s -> s.probe() == probe);
  }

  /** How often a side's window update followed a probe of its closed window. */
  static @Nullable Long reopenedAfterProbes(Connection connection, Side side) {
    if (connection.events() == null) {
      return null;
    }
    boolean probed = false;
    long reopened = 0;
    for (SegmentEvent s : connection.segments()) {
      if (s.from() != side && s.probe() == Probe.WINDOW) {
        probed = true;
      } else if (probed && s.from() == side && s.has(AnalysisFlag.WINDOW_UPDATE)) {
        probed = false;
        reopened++;
      }
    }
    return reopened;
  }

  static @Nullable Long pushed(Connection connection, Side side) {
    return count(connection, s -> s.from() == side && s.has(Flag.PSH));
  }

  /** How many of one side's segments had SACK blocks (RFC 2018, 3; RFC 2883). */
  static @Nullable Long selectiveAcks(Connection connection, Side side) {
    return count(connection, s -> s.from() == side && !s.options().sack().isEmpty());
  }

  private static @Nullable Long count(Connection connection, Predicate<SegmentEvent> which) {
    return connection.events() == null
        ? null
        : connection.segments().stream().filter(which).count();
  }

  /** {@code syn}, {@code syn-ack}, {@code fin}, {@code rst}, {@code data} or {@code ack}. */
  static String kind(SegmentEvent segment) {
    if (segment.has(Flag.SYN)) {
      return segment.has(Flag.ACK) ? "syn-ack" : "syn";
    }
    if (segment.has(Flag.RST)) {
      return "rst";
    }
    if (segment.has(Flag.FIN)) {
      return "fin";
    }
    return segment.len() > 0 ? "data" : "ack";
  }

  /** The kind of the segment by which the server's end is established; null where none does it. */
  static @Nullable String handshakeCompletedBy(Connection connection) {
    return connection.segments().stream()
        .filter(s -> s.state(Side.SERVER) == TcpState.ESTABLISHED)
        .map(WireFacts::kind)
        .findFirst()
        .orElse(null);
  }

  static @Nullable Long datagrams(Connection connection, Side side) {
    return connection.events() == null
        ? null
        : packets(connection).filter(p -> p instanceof DatagramEvent && p.from() == side).count();
  }

  /** What ICMP errors meant, in order of time. */
  static @Nullable String icmp(Connection connection) {
    return joined(
        packets(connection)
            .filter(IcmpEvent.class::isInstance)
            .map(p -> Objects.requireNonNullElse(((IcmpEvent) p).meaning(), "unknown"))
            .map(meaning -> meaning.replace(' ', '_')));
  }

  /** The kinds of one side's segments that were lost, in order of time. */
  static @Nullable String lost(Connection connection, Side side) {
    return joined(
        packets(connection)
            .filter(p -> p.from() == side && p.lost() != null)
            .map(p -> p instanceof SegmentEvent s ? kind(s) : "datagram"));
  }

  /** How many of one side's packets were lost. */
  static @Nullable Long losses(Connection connection, Side side) {
    return connection.events() == null
        ? null
        : packets(connection).filter(p -> p.from() == side && p.lost() != null).count();
  }

  /** Why segments were sent again, each cause once, in alphabetical order. */
  static @Nullable String causes(Connection connection) {
    return joined(
        connection.segments().stream()
            .filter(s -> s.retransmission() != null)
            .map(s -> cause(Objects.requireNonNull(s.retransmission()).cause()))
            .distinct()
            .sorted());
  }

  private static String cause(@Nullable Cause cause) {
    return cause == null ? "unknown" : cause.name().toLowerCase(Locale.ROOT);
  }

  /** The most octets that a side had sent and not seen acknowledged. */
  static long mostInFlight(Connection connection, Side side) {
    return connection.segments().stream()
        .filter(s -> s.from() == side && s.bytesInFlight() != null)
        .mapToLong(s -> Objects.requireNonNull(s.bytesInFlight()))
        .max()
        .orElse(0);
  }

  /**
   * How the waits between the copies of one side's segments grow: {@code growing} where none is
   * much shorter than the one before and the last is the longest by half, else {@code steady}; null
   * where no segment was sent three times.
   */
  static @Nullable String retransmissionGaps(Connection connection, Side side) {
    List<SegmentEvent> sent =
        connection.segments().stream().filter(s -> s.from() == side && s.len() > 0).toList();
    List<Long> longest = List.of();
    for (SegmentEvent first : sent) {
      List<Long> times =
          sent.stream().filter(s -> s.rawSeq() == first.rawSeq()).map(SegmentEvent::tNs).toList();
      longest = times.size() > longest.size() ? times : longest;
    }
    if (longest.size() < 3) {
      return null;
    }
    boolean growing = true;
    for (int i = 2; i < longest.size(); i++) {
      growing &= gap(longest, i) >= 0.8 * gap(longest, i - 1);
    }
    return growing && gap(longest, longest.size() - 1) >= 1.5 * gap(longest, 1)
        ? "growing"
        : "steady";
  }

  private static long gap(List<Long> times, int index) {
    return times.get(index) - times.get(index - 1);
  }

  /** How many of a side's segments with payload were acknowledged only after 30 ms or more. */
  static @Nullable Long lateAcknowledgements(Connection connection, Side side) {
    return count(
        connection,
        s -> s.from() == side.peer() && s.ackRttNs() != null && s.ackRttNs() >= LATE_NS);
  }

  /** The octets of the client that were acknowledged before {@code accept} returned. */
  static @Nullable Long acknowledgedBeforeAccept(Connection connection) {
    Long accepted = acceptedAfterMs(connection);
    if (accepted == null) {
      return null;
    }
    return connection.segments().stream()
        .filter(s -> s.from() == Side.SERVER && s.ack() != null && s.tNs() < accepted * 1_000_000)
        .mapToLong(s -> Objects.requireNonNull(s.ack()) - 1)
        .max()
        .orElse(0);
  }

  /** Kilobits of payload a second, from the first frame to the last; null for no time at all. */
  static @Nullable Long kilobits(Connection connection, Side side) {
    long micros = connection.durationNs() / 1_000;
    return micros == 0
        ? null
        : Long.valueOf(connection.traffic().of(side).payloadBytes() * 8_000 / micros);
  }

  /** Milliseconds from the first frame to the return of {@code accept}. */
  static @Nullable Long acceptedAfterMs(Connection connection) {
    for (CallEvent call : connection.calls()) {
      if (call.call().equals("accept") && call.tNs() != null && call.durationNs() != null) {
        return (call.tNs() + call.durationNs()) / 1_000_000;
      }
    }
    return null;
  }

  /** Whether the programs' {@code getsockname} and {@code getpeername} say what the wire says. */
  static @Nullable String names(Connection connection) {
    var asked =
        connection.calls().stream()
            .filter(c -> c.result() != null && (isOwn(c) || c.call().equals("getpeername")))
            .toList();
    if (asked.isEmpty()) {
      return null;
    }
    var ends =
        Map.of(
            Side.CLIENT, connection.client().text(),
            Side.SERVER, connection.server().text());
    boolean agree =
        asked.stream()
            .allMatch(c ->
                String.valueOf(c.result()).equals(ends.get(isOwn(c) ? c.side() : c.side().peer())));
    return agree ? "as_on_the_wire" : "others";
  }

  private static boolean isOwn(CallEvent call) {
    return call.call().equals("getsockname");
  }

  private static Stream<PacketEvent> packets(Connection connection) {
    return connection.allEvents().stream()
        .filter(PacketEvent.class::isInstance)
        .map(PacketEvent.class::cast);
  }

  private static @Nullable String joined(Stream<String> words) {
    String text = words.collect(Collectors.joining(" "));
    return text.isEmpty() ? null : text;
  }

  /** Payload that a side sent after the other side's FIN. */
  record AfterFin(@Nullable Side side, @Nullable Long bytes) {}

  static AfterFin payloadAfterFin(Connection connection) {
    if (connection.events() == null) {
      return new AfterFin(null, null);
    }
    Side closer = null;
    long bytes = 0;
    for (SegmentEvent segment : connection.segments()) {
      if (closer != null && segment.from() != closer) {
        bytes += segment.len();
      }
      if (closer == null && segment.has(Flag.FIN)) {
        closer = segment.from();
      }
    }
    return new AfterFin(closer == null || bytes == 0 ? null : closer.peer(), bytes);
  }
}
