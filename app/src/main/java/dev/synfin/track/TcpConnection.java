package dev.synfin.track;

import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.FIN;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.SegmentCopies;
import dev.synfin.wire.TcpSegment;
import java.util.Arrays;
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

  private static final byte[] NONE = {};
  private static final int NOT_KEPT = -1;

  private final Roles roles;
  private final boolean flipped;
  private final boolean reused;
  private final Analyses analyses;
  private final long firstFrame;
  private @Nullable Course course;

  /** The segments so far, and room for more until it rests. */
  private byte[] openings = NONE;

  /** Where they end, or {@link #NOT_KEPT} as soon as there was one that is not kept. */
  private int openingsEnd;

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
    if (openingsEnd != NOT_KEPT) {
      keep(segment);
    }
    if (resting) {
      resting = openingsEnd != NOT_KEPT;
      restAgain();
    }
  }

  private void keep(TcpSegment segment) {
    if (!mayKeep(segment)) {
      openings = NONE;
      openingsEnd = NOT_KEPT;
      return;
    }
    int end = openingsEnd + SegmentCopies.length(segment);
    if (end > openings.length) { // the first time with room for the SYN+ACK, hardly ever longer
      openings = Arrays.copyOf(openings, resting ? end : Math.min(2 * end, MOST_OCTETS));
    }
    openingsEnd = SegmentCopies.put(openings, openingsEnd, segment);
  }

  private boolean mayKeep(TcpSegment segment) {
    return segment.has(SYN)
        && !segment.has(FIN | RST)
        && SegmentCopies.canHold(segment)
        && openingsEnd + SegmentCopies.length(segment) <= MOST_OCTETS;
  }

  private void take(Course course, TcpSegment segment, Analyses analyses, SegmentFacts facts) {
    boolean first = segment.frameNumber() == firstFrame;
    course.accept(segment, sender(segment), analyses, facts, first && reused);
  }

  private Course course() {
    if (course == null) {
      var replayed = new Course(stream, new ZeekVerdict(firstSender(), flipped));
      course = replayed;
      if (openingsEnd > 0) { // it rests, and what it keeps is in an array without spare room
        replay(replayed);
      }
    }
    return course;
  }

  private void replay(Course replayed) {
    var unused = new SegmentFacts();
    var with = gone ? new Analyses() : analyses; // what is gone may be on another thread by now
    with.copies().replay(openings, segment -> take(replayed, segment, with, unused));
  }

  /** A connection begins with its client unless it was told apart by what its server sent. */
  private Side firstSender() {
    return roles == Roles.SYN_ACK || flipped ? Side.SERVER : Side.CLIENT;
  }

  /**
   * Puts the course away for as long as it can be concluded again; that of one that is gone stays.
   */
  void rest() {
    if (!gone && openingsEnd != NOT_KEPT) {
      openings = Arrays.copyOf(openings, openingsEnd);
      resting = true;
      course = null;
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
    ConnectionBrief brief = course().brief();
    restAgain();
    return brief;
  }

  private void restAgain() {
    if (resting) {
      course = null;
    }
  }
}
