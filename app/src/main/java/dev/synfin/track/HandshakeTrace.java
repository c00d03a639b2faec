package dev.synfin.track;

import static dev.synfin.wire.TcpSegment.ACK;
import static dev.synfin.wire.TcpSegment.RST;
import static dev.synfin.wire.TcpSegment.SYN;

import dev.synfin.wire.TcpOptions;
import dev.synfin.wire.TcpSegment;
import org.jspecify.annotations.Nullable;

/** What was seen of the opening: which frames counted, when, and what was offered. */
final class HandshakeTrace {
  private static final long UNKNOWN = Long.MIN_VALUE;

  /** Linux's shortest retransmission timeout (include/net/tcp.h, TCP_RTO_MIN). */
  private static final long SHORTEST_TIMER_NANOS = 200_000_000;

  /** What a busy host adds to an answer that is given at once. */
  private static final long PROMPT_NANOS = 20_000_000;

  private long synFrame;
  private long synTime;
  private long synAckFrame;
  private long synAckTime;
  private long ackFrame;
  private long ackTime;
  private long lastSynTime;
  private long lastSynAckTime;
  private long firstAnswerNanos;
  private boolean lastSynSeen;
  private boolean synSinceSynAck;
  private long rttNanos = UNKNOWN;
  private int syns;
  private int synAcks;
  private boolean serverSyn;
  private boolean dataOnSyn;
  private boolean refused;
  private long clientOffer = Offer.NONE;
  private long serverOffer = Offer.NONE;

  /** Nanoseconds as tshark's {@code initial_rtt}, or 0 if unknown or against the order of time. */
  long rttNanos() {
    return Math.max(rttNanos, 0);
  }

  /** As {@link #rttNanos()}, but negative where the capture holds the frames in another order. */
  long signedRttNanos() {
    return rttNanos == UNKNOWN ? 0 : rttNanos;
  }

  /** As {@link #rttNanos()}, but negative if unknown. */
  long knownRttNanos() {
    return rttNanos;
  }

  /** From what the tap saw of the peer to the side's answer, nanoseconds; negative if not known. */
  long reactionNanos(Side side) {
    if (synAckFrame == 0 || (side == Side.CLIENT ? ackFrame : synFrame) == 0) {
      return -1;
    }
    return Math.max(0, side == Side.CLIENT ? ackTime - synAckTime : synAckTime - synTime);
  }

  /**
   * How long ago the client's SYN came again that this SYN+ACK answers, nanoseconds; negative where
   * its sender's own timer may have sent it. An answer comes at once, and no timer runs out so soon
   * after the SYN+ACK before it.
   */
  long answersRepeatedSyn(TcpSegment synAck) {
    long waited = synAck.epochNanos() - lastSynTime;
    boolean again = syns > 1 && !serverSyn;
    boolean noTimer = synAck.epochNanos() - lastSynAckTime < SHORTEST_TIMER_NANOS;
    long answer = firstAnswerNanos + PROMPT_NANOS;
    return again && (synSinceSynAck || noTimer) && waited >= 0 && waited < answer ? waited : -1;
  }

  void accept(TcpSegment segment, Side from) {
    if (segment.has(SYN)) {
      acceptSyn(segment, from);
    } else if (segment.has(ACK)) {
      acceptAck(segment, from);
    }
    if (segment.has(RST) && from == Side.SERVER && synFrame != 0 && synAckFrame == 0) {
      refused = true;
    }
  }

  private void acceptSyn(TcpSegment segment, Side from) {
    if (from == Side.CLIENT) {
      clientOffer = Offer.of(segment.options());
    } else {
      serverOffer = Offer.of(segment.options());
    }
    if (segment.has(ACK)) {
      acceptSynAck(segment);
      return;
    }
    lastSynTime = segment.epochNanos();
    lastSynSeen = lastSynTime != 0; // made captures begin at 0, which Wireshark takes for no time
    if (from == Side.SERVER) {
      serverSyn = true;
    } else {
      syns++;
      synSinceSynAck = true;
      dataOnSyn |= segment.payloadLength() > 0;
      if (synAckFrame == 0) {
        synFrame = segment.frameNumber();
        synTime = segment.epochNanos();
      }
    }
  }

  private void acceptSynAck(TcpSegment segment) {
    synAcks++;
    synSinceSynAck = false;
    if (synAcks == 1 && synFrame != 0) {
      firstAnswerNanos = Math.max(0, segment.epochNanos() - synTime);
    }
    lastSynAckTime = segment.epochNanos();
    if (ackFrame == 0) {
      synAckFrame = segment.frameNumber();
      synAckTime = segment.epochNanos();
    }
  }

  private void acceptAck(TcpSegment segment, Side from) {
    if (rttNanos == UNKNOWN && lastSynSeen) {
      rttNanos = segment.epochNanos() - lastSynTime;
    }
    if (ackFrame == 0 && synAckFrame != 0 && from == Side.CLIENT && !segment.has(RST)) {
      ackFrame = segment.frameNumber();
      ackTime = segment.epochNanos();
    }
  }

  boolean seen() {
    return syns > 0 || synAcks > 0 || serverSyn;
  }

  /** Whether the segment is the one that ended the handshake. */
  boolean endedBy(TcpSegment segment) {
    return ackFrame == segment.frameNumber();
  }

  @Nullable Handshake handshake() {
    if (!seen()) {
      return null;
    }
    return new Handshake(
        kind(),
        new Handshake.Frames(known(synFrame), known(synAckFrame), known(ackFrame)),
        synFrame != 0 && synAckFrame != 0 ? synAckTime - synTime : null,
        synAckFrame != 0 && ackFrame != 0 ? ackTime - synAckTime : null,
        rttNanos < 0 ? null : rttNanos,
        Math.max(0, syns - 1),
        Math.max(0, synAcks - (serverSyn ? 2 : 1)),
        Offer.options(clientOffer),
        Offer.options(serverOffer));
  }

  private Handshake.Kind kind() {
    if (serverSyn && syns > 0) {
      return Handshake.Kind.SIMULTANEOUS;
    }
    if (refused) {
      return Handshake.Kind.REFUSED;
    }
    if (synFrame == 0 || synAckFrame == 0 || ackFrame == 0) {
      return Handshake.Kind.INCOMPLETE;
    }
    return dataOnSyn ? Handshake.Kind.FAST_OPEN : Handshake.Kind.THREE_WAY;
  }

  private static @Nullable Long known(long frame) {
    return frame == 0 ? null : frame;
  }

  /** A SYN's options in one number, so that they cost a waiting connection no object. */
  private static final class Offer {
    static final long NONE = 0;
    private static final long SEEN = 1L << 40;
    private static final long HAS_MSS = 1L << 41;
    private static final long HAS_SCALE = 1L << 42;
    private static final long SACK = 1L << 43;
    private static final long TIMESTAMPS = 1L << 44;
    private static final long FAST_OPEN = 1L << 45;

    static long of(TcpOptions options) {
      return SEEN
          | (options.mss() < 0 ? 0 : HAS_MSS | options.mss())
          | (options.windowScale() < 0 ? 0 : HAS_SCALE | ((long) options.windowScale() << 16))
          | (options.sackPermitted() ? SACK : 0)
          | (options.timestamps() ? TIMESTAMPS : 0)
          | (options.fastOpenLength() < 0 ? 0 : FAST_OPEN);
    }

    static Handshake.@Nullable Options options(long offer) {
      if (offer == NONE) {
        return null;
      }
      return new Handshake.Options(
          (offer & HAS_MSS) == 0 ? null : (int) (offer & 0xFFFF),
          (offer & HAS_SCALE) == 0 ? null : (int) ((offer >> 16) & 0xFF),
          (offer & SACK) != 0,
          (offer & TIMESTAMPS) != 0,
          (offer & FAST_OPEN) != 0);
    }
  }
}
