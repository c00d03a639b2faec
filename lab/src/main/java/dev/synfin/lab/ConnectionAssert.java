package dev.synfin.lab;

import dev.synfin.expect.ExpectedTrace;
import dev.synfin.expect.ExpectedTrace.Mode;
import dev.synfin.expect.TraceMatch;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Handshake;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about one connection.
 *
 * <p>What they say about the client fails where the connection came through Docker's proxy: then
 * the client on this wire is the proxy, which closes in its own way.
 */
public sealed class ConnectionAssert extends AbstractAssert<ConnectionAssert, Connection>
    permits HandshakeAssert, ClosingAssert {
  final Timeline timeline;
  private boolean variants;

  ConnectionAssert(Connection actual, Timeline timeline) {
    this(actual, timeline, true);
  }

  /** The same connection, with what was said of variants. */
  ConnectionAssert(ConnectionAssert of) {
    this(of.actual, of.timeline, of.variants);
    Failures.named(this, of);
  }

  private ConnectionAssert(Connection actual, Timeline timeline, boolean variants) {
    super(actual, ConnectionAssert.class);
    this.timeline = timeline;
    this.variants = variants;
  }

  /**
   * It was opened in three segments (or more, where some were lost); {@code within} says how fast.
   */
  public HandshakeAssert completedHandshake() {
    Handshake handshake = actual.handshake();
    if (handshake == null) {
      throw failed("to begin with a handshake", "it was open before the capture began");
    }
    switch (handshake.kind()) {
      case THREE_WAY, SIMULTANEOUS, FAST_OPEN -> {}
      case INCOMPLETE -> throw failed("to complete its handshake", "it did not");
      case REFUSED -> throw failed("to complete its handshake", "it was refused");
    }
    return new HandshakeAssert(this, handshake);
  }

  /** Its SYN was answered with RST. */
  public ConnectionAssert wasRefused() {
    Handshake handshake = actual.handshake();
    if (handshake == null || handshake.kind() != Handshake.Kind.REFUSED) {
      throw failed("to be refused", "it was not");
    }
    return this;
  }

  /** This side closed first; {@code gracefully()} or {@code abruptly()} says how. */
  public ClosingAssert closedBy(Side side) {
    requireOwn(side);
    Teardown teardown = teardown("to be closed by the " + Words.side(side));
    Side closer = teardown.initiator() == null ? teardown.by() : teardown.initiator();
    if (closer != side) {
      throw failed(
          "to be closed by the " + Words.side(side),
          closer == null ? "nobody knows who did" : "the " + Words.side(closer) + " did",
          closing(teardown));
    }
    return new ClosingAssert(this, side, teardown);
  }

  /** Neither side has closed it. */
  public ConnectionAssert isOpen() {
    requireProof("that it is still open");
    Teardown teardown = actual.teardown();
    if (teardown != null) {
      throw failed("to be open", "it was closed", closing(teardown));
    }
    return this;
  }

  Teardown teardown(String what) {
    Teardown teardown = actual.teardown();
    if (teardown == null) {
      throw failed(what, "it is still open");
    }
    return teardown;
  }

  /** The frame of the RST or of the first FIN. */
  static @Nullable Long closing(Teardown teardown) {
    Teardown.Frames frames = teardown.frames();
    return teardown.frame() == null && frames != null ? frames.fin() : teardown.frame();
  }

  /** No segment resets it. */
  public ConnectionAssert hasNoResets() {
    return none("RST", segment -> segment.has(Flag.RST));
  }

  /** This side sent a RST. */
  public ConnectionAssert wasResetBy(Side side) {
    requireOwn(side);
    if (actual.segments().stream().noneMatch(s -> s.has(Flag.RST) && s.from() == side)) {
      throw failed("to be reset by the " + Words.side(side), "that sent no RST");
    }
    return this;
  }

  /** Nothing was sent again. */
  public ConnectionAssert hasNoRetransmissions() {
    return none("retransmission", segment -> segment.retransmission() != null);
  }

  /** Something was sent again, so many times. */
  public ConnectionAssert hasRetransmissions(int count) {
    return count("retransmission", "", count, segment -> segment.retransmission() != null);
  }

  /** Nothing was lost between its taps; says something only where there are several. */
  public ConnectionAssert hasNoLosses() {
    if (timeline.captures().size() < 2) {
      throw failed("to have lost nothing", "one tap cannot tell: merge one of each side");
    }
    none("lost segment", segment -> segment.lost() != null);
    if (actual.segments().stream().noneMatch(segment -> segment.seen().size() > 1)) {
      throw failed("to have lost nothing", "one tap alone saw it, which cannot tell");
    }
    return this;
  }

  /** Neither side ever closed its window. */
  public ConnectionAssert hasNoZeroWindows() {
    return none(
        "zero window",
        segment -> segment.win() == 0 && !segment.has(Flag.RST) && !segment.has(Flag.SYN));
  }

  private ConnectionAssert none(String what, Predicate<SegmentEvent> unwanted) {
    requireProof("that there was no " + what);
    SegmentEvent found = actual.segments().stream().filter(unwanted).findFirst().orElse(null);
    if (found != null) {
      throw failed(
          "to have no " + what, "the " + Words.side(found.from()) + " sent one", found.frame());
    }
    return this;
  }

  /** This side sent so many octets of payload, not counting what was sent again. */
  public ConnectionAssert sent(Side side, long octets) {
    requireOwn(side);
    long actually = actual.traffic().of(side).payloadBytes();
    if (actually != octets) {
      throw failed(
          "to carry " + octets + " octets from the " + Words.side(side), "it carried " + actually);
    }
    requireProof("that the " + Words.side(side) + " sent no more than " + octets + " octets");
    return this;
  }

  /** This side sent its payload in so many segments. */
  public ConnectionAssert hasSegmentsWithPayload(Side side, int count) {
    requireOwn(side);
    return count(
        "segment",
        " with payload from the " + Words.side(side),
        count,
        segment -> segment.from() == side && segment.len() > 0);
  }

  private ConnectionAssert count(
      String one, String ofWhich, int count, Predicate<SegmentEvent> which) {
    String what = Words.counted(count, one) + ofWhich;
    long found = actual.segments().stream().filter(which).count();
    if (found != count) {
      throw failed("to have " + what, Words.there(found));
    }
    requireProof("that there were no more than " + what);
    return this;
  }

  /** This side was left in this state, as far as its segments tell. */
  public ConnectionAssert endedIn(Side side, TcpState state) {
    requireOwn(side);
    TcpState last =
        side == Side.CLIENT ? actual.finalState().client() : actual.finalState().server();
    if (last != state) {
      throw failed(
          "to leave the " + Words.side(side) + " in " + state.rfcName(),
          last == null ? "its state is not known" : "that is in " + last.rfcName());
    }
    requireProof("that nothing came after " + state.rfcName() + " of the " + Words.side(side));
    return this;
  }

  /** Zeek calls it so, such as {@code SF}. */
  public ConnectionAssert hasConnState(String state) {
    if (!state.equals(actual.connState())) {
      throw failed("to be " + state, "it is " + actual.connState());
    }
    requireProof("that it is " + state + " and nothing more");
    return this;
  }

  /** It lasted no longer, from its first to its last segment. */
  public ConnectionAssert lastedAtMost(Duration most) {
    if (actual.durationNs() > most.toNanos()) {
      throw failed(
          "to last at most " + Words.time(most), "it lasted " + Words.time(actual.durationNs()));
    }
    requireProof("that it lasted no longer than " + Words.time(most));
    return this;
  }

  /** It has a finding of this id. */
  public ConnectionAssert hasFinding(String id) {
    List<String> ids = actual.findings().stream().map(Finding::id).toList();
    if (!ids.contains(id)) {
      throw failed(
          "to have the finding " + id, ids.isEmpty() ? "it has none" : "it has only " + ids);
    }
    return this;
  }

  /** Its segments, for AssertJ's own assertions about lists. */
  public ListAssert<SegmentEvent> segments() {
    String outer = descriptionText();
    return new ListAssert<>(actual.segments())
        .as("%s", (outer.isEmpty() ? "" : outer + ", ") + "the segments of " + name())
        .withRepresentation(new SegmentRepresentation());
  }

  /** The first segment of this side that is so passes. */
  public SegmentAssert segment(Side side, Predicate<SegmentEvent> which) {
    SegmentEvent found =
        actual.segments().stream()
            .filter(s -> s.from() == side && which.test(s))
            .findFirst()
            .orElse(null);
    if (found == null) {
      long all = actual.segments().stream().filter(s -> s.from() == side).count();
      throw failed(
          "to have such a segment from the " + Words.side(side), "none of its " + all + " is so");
    }
    return Failures.named(new SegmentAssert(found, this), this);
  }

  /** From here on, expected traces allow no variants: each segment must be as written. */
  public ConnectionAssert withoutVariants() {
    variants = false;
    return this;
  }

  /**
   * Each line of the trace has its segment, in this order; others may lie between.
   *
   * @param trace see {@link ExpectedTrace}
   */
  public ConnectionAssert follows(String trace) {
    return matches(trace, Mode.IN_ORDER, "to follow");
  }

  /** Each segment has its line, and each line its segment; {@code ...} stands for any segments. */
  public ConnectionAssert isExactly(String trace) {
    return matches(trace, Mode.EXACTLY, "to be exactly");
  }

  /** Each line of the trace has a segment of its own, in any order. */
  public ConnectionAssert contains(String trace) {
    return matches(trace, Mode.LOOSELY, "to contain");
  }

  private ConnectionAssert matches(String text, Mode mode, String verb) {
    ExpectedTrace trace = ExpectedTrace.parse(text);
    requireOwn(Side.CLIENT);
    TraceMatch match = trace.match(actual, mode, variants);
    if (!match.matches()) {
      String remark =
          match.expected() == null
              ? "no line expects this"
              : "expected here (line " + match.line() + "): " + match.expected();
      throw Failures.error(
          this,
          Failure.of(
              timeline,
              actual,
              "Expected " + name() + " " + verb + "\n" + indented(trace, match.line()),
              match.frame(),
              remark));
    }
    if (mode == Mode.EXACTLY) {
      requireProof("that there was nothing else");
    }
    return this;
  }

  /** The trace with the line marked that nothing fits. */
  private static String indented(ExpectedTrace trace, int missed) {
    var text = new StringBuilder();
    int number = 0;
    for (String line : trace.toString().lines().toList()) {
      text.append(++number == missed ? "\n  ✗ " : "\n    ").append(line);
    }
    return text.toString();
  }

  void requireOwn(Side side) {
    if (side == Side.CLIENT && Proxied.NAME.equals(actual.client().name())) {
      throw failed(
          "to say something of its client",
          "that is Docker's proxy: the connection was made to the published port, and what the"
              + " client itself does is not on this wire; connect to address() of the tap");
    }
  }

  void requireProof(String what) {
    String unproven = Failure.unproven(timeline);
    if (unproven != null) {
      throw Failures.error(
          this,
          Failure.of(
              timeline, "It cannot be said of " + name() + " " + what + ": " + unproven + "."));
    }
  }

  AssertionError failed(String expected, String but) {
    return failed(expected, but, null);
  }

  AssertionError failed(String expected, String but, @Nullable Long frame) {
    return failed(name(), expected, but, frame);
  }

  /** Of a part of it. */
  AssertionError failed(String what, String expected, String but, @Nullable Long frame) {
    String sentence = "Expected " + what + " " + expected + ", but " + but + ".";
    return Failures.error(
        this, Failure.of(timeline, actual, sentence, frame, "expected " + expected));
  }

  String name() {
    return "connection "
        + actual.stream()
        + " ("
        + Words.end(actual.client())
        + " to "
        + Words.end(Objects.requireNonNull(actual.server()))
        + ")";
  }
}
