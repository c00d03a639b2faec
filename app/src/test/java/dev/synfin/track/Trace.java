package dev.synfin.track;

import dev.synfin.wire.Datagram;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A trace that went through the decoder and the tracker, and what the tracker said of it. */
final class Trace {
  /** What was said of one segment. */
  record Said(
      long stream,
      Side from,
      long seq,
      long ack,
      long window,
      Phase phase,
      String states,
      Set<AnalysisFlag> flags,
      @Nullable Retransmission retransmission,
      @Nullable Probe probe,
      long duplicateOf,
      long acksFrame,
      long ackRttNanos,
      long bytesInFlight) {}

  final List<Said> segments = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final TreeMap<Long, ConnectionSummary> summaries = new TreeMap<>();
  final ConnectionTracker tracker;

  private Trace(
      String text,
      int clientIsn,
      int serverIsn,
      int maxConnections,
      @Nullable Duration idleTimeout) {
    tracker = new ConnectionTracker(new Listener(), maxConnections, idleTimeout);
    var frames = new TraceFrames(clientIsn, serverIsn);
    var decoder = new FrameDecoder();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(line -> tracker.accept(decoder.decode(frames.frame(line))));
    tracker.finish();
  }

  static Trace of(String text) {
    return withNumbers(text, 1000, 500_000);
  }

  static Trace withNumbers(String text, int clientIsn, int serverIsn) {
    return new Trace(text, clientIsn, serverIsn, 1000, null);
  }

  static Trace withMaxConnections(String text, int maxConnections) {
    return new Trace(text, 1000, 500_000, maxConnections, null);
  }

  static Trace withIdleTimeout(String text, Duration idleTimeout) {
    return new Trace(text, 1000, 500_000, 1000, idleTimeout);
  }

  /** Both ends' states after each segment, such as {@code "SYN-SENT -"}. */
  List<String> states() {
    return segments.stream().map(Said::states).toList();
  }

  /** The last segment of the trace. */
  Said last() {
    return segments.get(segments.size() - 1);
  }

  /** What became of the first connection. */
  ConnectionSummary summary() {
    return summaries.firstEntry().getValue();
  }

  private final class Listener implements ConnectionObserver {
    @Override
    public void opened(Connection connection) {
      events.add("opened " + name(connection));
    }

    @Override
    public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {
      var flags = EnumSet.noneOf(AnalysisFlag.class);
      for (AnalysisFlag flag : AnalysisFlag.values()) {
        if (facts.is(flag)) {
          flags.add(flag);
        }
      }
      segments.add(
          new Said(
              connection.stream(),
              facts.from(),
              facts.relativeSeq(),
              facts.relativeAck(),
              facts.window(),
              facts.phase(),
              name(facts.clientState()) + " " + name(facts.serverState()),
              flags,
              facts.retransmission(),
              facts.probe(),
              facts.duplicateOf(),
              facts.acksFrame(),
              facts.ackRttNanos(),
              facts.bytesInFlight()));
    }

    @Override
    public void datagram(Connection connection, Datagram datagram, Side from) {
      events.add("datagram " + name(connection) + " " + from);
    }

    @Override
    public void icmp(Connection connection, IcmpError error, Side from) {
      events.add("icmp " + name(connection) + " " + from);
    }

    @Override
    public void closed(Connection connection) {
      events.add("closed " + name(connection));
      summaries.put(connection.stream(), connection.summary());
    }

    private static String name(Connection connection) {
      return connection.protocol().name().toLowerCase(java.util.Locale.ROOT)
          + " "
          + connection.stream();
    }

    private static String name(@Nullable TcpState state) {
      return state == null ? "-" : state.rfcName();
    }
  }
}
