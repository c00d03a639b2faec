package dev.synfin.export;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which calls made which segments leave: {@code connect} a SYN, a send those that first carried its
 * octets, {@code shutdown} or {@code close} the FIN. What was sent again was caused by the kernel.
 */
final class Causes {
  private static final Set<String> SENDS = Set.of("send", "sendall", "write");
  private static final Set<String> CLOSES = Set.of("shutdown", "close");

  private Causes() {}

  /** A call and a segment that left because of it. */
  record Cause(CallEvent call, SegmentEvent segment) {}

  /**
   * Octets of a stream, from and up to a relative sequence number, that a call gave to its socket.
   */
  private record Sent(CallEvent call, long from, long to) {}

  static List<Cause> of(Connection connection) {
    var causes = new ArrayList<Cause>();
    for (Side side : Side.values()) {
      List<CallEvent> calls =
          connection.calls().stream().filter(c -> c.side() == side && c.error() == null).toList();
      if (!calls.isEmpty()) {
        var segments =
            connection.segments().stream()
                .filter(s -> s.from() == side && s.retransmission() == null)
                .toList();
        sends(calls, segments, causes);
        openings(calls, segments, causes);
        closings(calls, segments, causes);
      }
    }
    return causes;
  }

  /** Both are in order, so that one pass is enough. */
  private static void sends(
      List<CallEvent> calls, List<SegmentEvent> segments, List<Cause> causes) {
    var sent = new ArrayList<Sent>();
    long next = 1; // the SYN has 0
    for (CallEvent call : calls) {
      if (SENDS.contains(call.call()) && call.result() instanceof Number octets) {
        sent.add(new Sent(call, next, next + octets.longValue()));
        next += octets.longValue();
      }
    }
    int first = 0;
    for (SegmentEvent segment : segments) {
      long end = segment.seq() + segment.len();
      while (first < sent.size() && sent.get(first).to <= segment.seq()) {
        first++;
      }
      for (int i = first; i < sent.size() && sent.get(i).from < end; i++) {
        causes.add(new Cause(sent.get(i).call, segment));
      }
    }
  }

  private static void openings(
      List<CallEvent> calls, List<SegmentEvent> segments, List<Cause> causes) {
    for (CallEvent call : calls) {
      if (call.call().startsWith("connect")) {
        segments.stream()
            .filter(s -> s.has(Flag.SYN) && !s.has(Flag.ACK))
            .findFirst()
            .ifPresent(s -> causes.add(new Cause(call, s)));
        return;
      }
    }
  }

  /** The last such call before the FIN: a shutdown for reading sends nothing. */
  private static void closings(
      List<CallEvent> calls, List<SegmentEvent> segments, List<Cause> causes) {
    var fin = segments.stream().filter(s -> s.has(Flag.FIN)).findFirst();
    if (fin.isPresent()) {
      calls.stream()
          .filter(c -> CLOSES.contains(c.call()) && Moments.of(c) <= Moments.of(fin.get()))
          .reduce((earlier, later) -> later)
          .ifPresent(c -> causes.add(new Cause(c, fin.get())));
    }
  }
}
