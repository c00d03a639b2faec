package dev.synfin.track;

import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SegmentCopies;
import dev.synfin.wire.TcpSegment;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: who is who, and its {@link Course}.
 *
 * <p>Of a connection that has come no further than its SYNs, the course can be put away, and is
 * concluded once more from the {@linkplain SegmentCopies segments kept} when it goes on: of a
 * million half-open connections, each needs only these.
 */
final class TcpConnection extends Connection {
  /** More than a SYN, a SYN+ACK and a few of their retransmissions. */
  private static final int MOST_OCTETS = 400;

  private final Roles roles;
  private final boolean flipped;
  private final boolean reused;
  private final Analyses analyses;
  private final long firstFrame;
  private @Nullable Course course;

  /** The segments so far, or null as soon as there was one that is not kept. */
  private byte @Nullable [] openings = {};

  private boolean resting;

  /**
   * Begins with its first segment, which is not yet taken.
   *
   * @param reused it takes the addresses and ports of another connection
   */
  TcpConnection(TcpSegment first, int hash, long stream, Analyses analyses, boolean reused) {
    this(first, guessSender(first), hash, stream, analyses, reused);
  }

  private TcpConnection(
      TcpSegment first, Side sender, int hash, long stream, Analyses analyses, boolean reused) {
    super(first, sender, hash, stream);
    this.roles = rolesBy(first);
    this.flipped = sender == Side.SERVER && fromLikelyServer(first);
    this.analyses = analyses;
    this.reused = reused;
    this.firstFrame = first.frameNumber();
  }

  private static Roles rolesBy(TcpSegment first) {
    if (first.has(SYN)) {
      return first.has(ACK) ? Roles.SYN_ACK : Roles.SYN;
    }
    return Roles.GUESS;
  }

  /** A SYN+ACK comes from the server; without a SYN, what comes from a service's port does. */
  private static Side guessSender(TcpSegment first) {
    boolean ofServer =
        switch (rolesBy(first)) {
          case SYN -> false;
          case SYN_ACK -> true;
          case GUESS -> fromLikelyServer(first);
        };
    return ofServer ? Side.SERVER : Side.CLIENT;
  }

  private static boolean fromLikelyServer(TcpSegment first) {
    return ServerPorts.likely(first.sourcePort()) && !ServerPorts.likely(first.destinationPort());
  }

  @Override
  public Protocol protocol() {
    return Protocol.TCP;
  }

  Roles roles() {
    return roles;
  }

  /** Whether the segment begins another connection on the same addresses and ports. */
  boolean startsAnew(TcpSegment segment) {
    return segment.has(SYN) && course().endsWith(segment, sender(segment));
  }

  /** Takes a segment through every rule, and fills in what they conclude. */
  void accept(TcpSegment segment, SegmentFacts facts) {
    touch(segment);
    take(course(), segment, analyses, facts);
    if (openings != null) {
      openings = keeps(openings, segment) ? SegmentCopies.append(openings, segment) : null;
    }
    if (resting) {
      rest();
    }
  }

  private static boolean keeps(byte[] openings, TcpSegment segment) {
    return segment.has(SYN)
        && !segment.has(FIN | RST)
        && SegmentCopies.canHold(segment)
        && openings.length + SegmentCopies.length(segment) <= MOST_OCTETS;
  }

  private void take(Course course, TcpSegment segment, Analyses analyses, SegmentFacts facts) {
    boolean first = segment.frameNumber() == firstFrame;
    course.accept(segment, sender(segment), analyses, facts, first && reused);
  }

  private Course course() {
    if (course == null) {
      var replayed = new Course(stream, new ZeekVerdict(firstSender(), flipped));
      course = replayed;
      if (openings != null && openings.length > 0) {
        replay(openings, replayed);
      }
    }
    return course;
  }

  private void replay(byte[] kept, Course replayed) {
    var unused = new SegmentFacts();
    var with = gone ? new Analyses() : analyses; // what is gone may be on another thread by now
    with.copies().replay(kept, segment -> take(replayed, segment, with, unused));
  }

  /** A connection begins with its client unless it was told apart by what its server sent. */
  private Side firstSender() {
    return roles == Roles.SYN_ACK || flipped ? Side.SERVER : Side.CLIENT;
  }

  /** Puts the course away for as long as it can be concluded again; at its end it stays. */
  void rest() {
    if (!gone) {
      resting = openings != null;
      course = resting ? null : course;
    }
  }

  /** Nothing more comes: once it is gone, it can be summed up on another thread. */
  @Override
  void conclude() {
    var unused = course();
  }

  /** Whether both ends are done with it. */
  boolean isClosed() {
    return course != null && course.isClosed();
  }

  @Override
  public ConnectionSummary summary() {
    ConnectionSummary summary = course().summary(this);
    restAgain();
    return summary;
  }

  @Override
  public ConnectionBrief brief() {
    ConnectionBrief brief = course().brief(this);
    restAgain();
    return brief;
  }

  private void restAgain() {
    if (resting) {
      course = null;
    }
  }
}
