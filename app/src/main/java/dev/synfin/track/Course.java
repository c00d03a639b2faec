package dev.synfin.track;

import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is concluded of one TCP connection, segment by segment, in the order of {@link #accept}:
 * what was sent again and why ({@link RetransmissionJudge}, {@link Probes}), Wireshark's flags
 * ({@link SequenceAnalysis}), then both ends' states ({@link Peer}), handshake and teardown ({@link
 * HandshakeTrace}, {@link TeardownTrace}) and Zeek's verdict ({@link ZeekVerdict}).
 */
final class Course {
  private final long stream;
  private final ZeekVerdict verdict;
  private final Peer client = new Peer();
  private final Peer server = new Peer();
  private final Flow clientFlow = new Flow();
  private final Flow serverFlow = new Flow();
  private final Counters clientCounters = new Counters();
  private final Counters serverCounters = new Counters();
  private final HandshakeTrace handshake = new HandshakeTrace();
  private @Nullable TeardownTrace teardown;
  private int @Nullable [] flagCounts;
  private byte completeness;

  Course(long stream, ZeekVerdict verdict) {
    this.stream = stream;
    this.verdict = verdict;
  }

  private Flow flow(Side side) {
    return side == Side.CLIENT ? clientFlow : serverFlow;
  }

  private Peer peer(Side side) {
    return side == Side.CLIENT ? client : server;
  }

  private Counters counters(Side side) {
    return side == Side.CLIENT ? clientCounters : serverCounters;
  }

  /**
   * Whether a SYN begins another connection on the same addresses and ports, as Wireshark tells:
   * one with another number than the one that opened this, or any after a FIN or RST.
   */
  boolean endsWith(TcpSegment segment, Side from) {
    Flow flow = flow(from);
    return flow.baseSet && (segment.seq() != flow.base || Completeness.ended(completeness));
  }

  /**
   * Takes a segment through every rule, and fills in what they conclude.
   *
   * @param reused the segment is the first, and took the addresses and ports of another connection
   */
  void accept(
      TcpSegment segment, Side from, Analyses analyses, SegmentFacts facts, boolean reused) {
    Flow mine = flow(from);
    Flow theirs = flow(from.peer());
    facts.from = from;
    completeness = Completeness.after(completeness, segment, mine.baseSet);
    setBases(segment, mine, theirs);
    facts.relativeSeq = SeqNumber.distance(mine.base, segment.seq());
    facts.relativeAck = segment.has(ACK) ? SeqNumber.distance(theirs.base, segment.ack()) : 0;
    facts.window = (long) segment.window() << (segment.has(SYN) ? 0 : mine.shift());
    if (segment.lengthKnown()) {
      analyze(segment, analyses, facts, reused);
      acknowledge(segment, mine, theirs, facts);
    } else {
      facts.clearAnalysis(reused && !segment.headerCut() ? AnalysisFlag.REUSED_PORTS.bit() : 0);
    }
    infer(segment, from, facts);
    count(segment, from, facts);
  }

  /** Without a SYN the base is the first number minus 1; an ACK tells the peer's. */
  private static void setBases(TcpSegment segment, Flow mine, Flow theirs) {
    if (!mine.baseSet) {
      mine.base = segment.has(SYN) ? segment.seq() : segment.seq() - 1;
      mine.baseSet = true;
    }
    if (!theirs.baseSet && segment.has(ACK)) {
      theirs.base = segment.ack() - 1;
      theirs.baseSet = true;
    }
  }

  private void analyze(TcpSegment segment, Analyses analyses, SegmentFacts facts, boolean reused) {
    Flow mine = flow(facts.from);
    Flow theirs = flow(facts.from.peer());
    boolean repeatedSyn = segment.has(SYN) && !segment.has(ACK) && mine.nextSet;
    if (repeatedSyn) {
      mine.next = mine.contiguous; // a reset may have moved it
    }
    facts.duplicateOf = analyses.recent().originalOf(segment, stream, facts.from);
    facts.probe = null;
    facts.retransmission = null;
    if (facts.duplicateOf == 0) {
      judge(segment, analyses.judge(), facts);
    }
    int initial = reused ? AnalysisFlag.REUSED_PORTS.bit() : 0;
    facts.analysis =
        analyses.sequence().classify(segment, mine, theirs, initial, handshake.signedRttNanos());
  }

  private void judge(TcpSegment segment, RetransmissionJudge judge, SegmentFacts facts) {
    Flow mine = flow(facts.from);
    Flow theirs = flow(facts.from.peer());
    facts.probe = Probes.probe(segment, mine, theirs);
    if (facts.probe == null) {
      facts.retransmission = judge.judge(segment, mine, theirs, facts.from, handshake);
      if (facts.retransmission != null
          && facts.retransmission.cause() == Retransmission.Cause.TAIL_LOSS_PROBE) {
        facts.probe = Probe.TAIL_LOSS;
      }
    }
  }

  private static void acknowledge(TcpSegment segment, Flow mine, Flow theirs, SegmentFacts facts) {
    facts.acksFrame = 0;
    facts.ackRttNanos = -1;
    if (segment.has(ACK) && theirs.sent.acknowledge(segment.ack())) {
      facts.acksFrame = theirs.sent.ackedFrame();
      facts.ackRttNanos = segment.epochNanos() - theirs.sent.ackedTime();
      theirs.measure(facts.ackRttNanos, theirs.sent.ackedTime());
    }
    facts.bytesInFlight = bytesInFlight(segment, mine, theirs);
  }

  private static long bytesInFlight(TcpSegment segment, Flow mine, Flow theirs) {
    if (segment.payloadLength() == 0 || !mine.flightKnown || mine.sent.isEmpty()) {
      return -1;
    }
    long inFlight = mine.sent.span() - theirs.sackedOctets - (segment.has(SYN | FIN) ? 1 : 0);
    return inFlight > 0 ? inFlight : -1;
  }

  private void infer(TcpSegment segment, Side from, SegmentFacts facts) {
    Peer sender = peer(from);
    Peer receiver = peer(from.peer());
    boolean openBefore = client.synchronised() && server.synchronised();
    boolean closingBefore = teardown != null;
    sender.sends(segment, receiver);
    boolean reset = receiver.receives(segment, sender);
    handshake.accept(segment, from);
    verdict.accept(segment, from);
    if (segment.has(RST)) {
      acceptReset(segment, from, reset);
    } else {
      acceptFin(segment, from);
    }
    facts.clientState = client.state();
    facts.serverState = server.state();
    facts.phase = phase(segment, openBefore, closingBefore);
  }

  private void acceptFin(TcpSegment segment, Side from) {
    boolean fin = segment.has(FIN) && peer(from).mayHaveClosed();
    if (fin && teardown == null) {
      teardown = new TeardownTrace();
    }
    if (teardown != null) {
      teardown.accept(segment, from, fin);
    }
  }

  private void acceptReset(TcpSegment segment, Side from, boolean obeyed) {
    if (obeyed || peer(from.peer()).state() == null) {
      if (teardown == null) {
        teardown = new TeardownTrace();
      }
      teardown.acceptReset(segment, from);
    }
  }

  private Phase phase(TcpSegment segment, boolean openBefore, boolean closingBefore) {
    if (segment.has(SYN) && !closingBefore) {
      return Phase.HANDSHAKE;
    }
    if (teardown != null) {
      return Phase.TEARDOWN;
    }
    boolean ofHandshake = (handshake.seen() && !openBefore) || handshake.endedBy(segment);
    return ofHandshake && segment.payloadLength() == 0 ? Phase.HANDSHAKE : Phase.DATA;
  }

  private void count(TcpSegment segment, Side from, SegmentFacts facts) {
    Counters counters = counters(from);
    counters.count(segment.payloadLength());
    if (facts.retransmission != null) {
      counters.countRetransmission();
    }
    if (facts.analysis == 0) {
      return;
    }
    if (facts.is(AnalysisFlag.ZERO_WINDOW)) {
      counters.countZeroWindow();
    }
    if (flagCounts == null) {
      flagCounts = new int[AnalysisFlag.values().length];
    }
    for (int bits = facts.analysis; bits != 0; bits &= bits - 1) {
      flagCounts[Integer.numberOfTrailingZeros(bits)]++;
    }
  }

  /** Whether both ends are done with it. */
  boolean isClosed() {
    return client.done() && server.done();
  }

  private @Nullable Side timeWait() {
    if (client.state() == TcpState.TIME_WAIT && server.state() == TcpState.TIME_WAIT) {
      return teardown == null ? null : teardown.initiator();
    }
    if (client.state() == TcpState.TIME_WAIT) {
      return Side.CLIENT;
    }
    return server.state() == TcpState.TIME_WAIT ? Side.SERVER : null;
  }

  private Map<AnalysisFlag, Integer> flags() {
    if (flagCounts == null) {
      return Map.of();
    }
    var counts = new EnumMap<AnalysisFlag, Integer>(AnalysisFlag.class);
    for (AnalysisFlag flag : AnalysisFlag.values()) {
      int count = flagCounts[Integer.numberOfTrailingZeros(flag.bit())];
      if (count > 0) {
        counts.put(flag, count);
      }
    }
    return counts;
  }

  /** The summary of the connection whose course this is. */
  ConnectionSummary summary(TcpConnection of) {
    return new ConnectionSummary(
        of.stream,
        Protocol.TCP,
        of.clientHigh,
        of.clientLow,
        of.clientPort,
        of.serverHigh,
        of.serverLow,
        of.serverPort,
        of.version,
        of.roles(),
        of.startedAtNanos,
        of.durationNs(),
        verdict.connState(),
        verdict.history(),
        (int) completeness,
        handshake.handshake(),
        teardown == null ? null : teardown.teardown(timeWait()),
        clientCounters.traffic(),
        serverCounters.traffic(),
        flags(),
        client.state(),
        server.state());
  }

  /** The same in short, without ends and times. */
  ConnectionBrief brief() {
    return new ConnectionBrief(
        verdict.connState(),
        verdict.history(),
        clientCounters.traffic(),
        serverCounters.traffic(),
        handshake.knownRttNanos());
  }
}
