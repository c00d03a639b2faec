package dev.synfin.track;

/** What Zeek remembers of one end (src/analyzer/protocol/tcp/TCP_Endpoint.h). */
final class ZeekEnd {
  /** Zeek's states of an endpoint. */
  enum State {
    INACTIVE,
    SYN_SENT,
    SYN_ACK_SENT,
    PARTIAL,
    ESTABLISHED,
    CLOSED,
    RESET
  }

  State state = State.INACTIVE;

  /** CLOSED was reached from ESTABLISHED. */
  boolean closedCleanly;

  boolean sentPayload;

  int startSeq;
  int lastSeq;

  /** Up to here all payload was seen. */
  int contiguous;

  int lastSyn;
  int lastFin;
  int lastReset;

  /** Letters that are written once per direction, or first: bit = letter - 'A'. */
  private int written;

  /**
   * A checksum was right: from now on a wrong one is damage, and not an offload or an anonymised
   * capture.
   */
  boolean checksumsFilled;

  int retransmissions;
  int zeroWindows;
  int gaps;
  int badChecksums;

  void enter(State next) {
    closedCleanly = next == State.CLOSED && state == State.ESTABLISHED;
    state = next;
  }

  /** Whether this letter was not written before; now it is. */
  boolean first(char letter) {
    int bit = 1 << (letter - 'A');
    boolean isFirst = (written & bit) == 0;
    written |= bit;
    return isFirst;
  }

  /** Open, or closed in good order. */
  boolean orderly() {
    return state == State.ESTABLISHED || closedCleanly;
  }

  /** Inactive as far as the verdict goes, which counts a partial end as that. */
  boolean silent() {
    return state == State.INACTIVE || state == State.PARTIAL;
  }
}
