package dev.synfin.track;

import dev.synfin.wire.SeqNumber;

/**
 * Segments that one side sent: those that the other has not acknowledged yet, in the order of
 * capture, and before them a few that it has.
 *
 * <p>A ring in one array, used again, so that a segment is no object. At most {@link #CAP} are
 * waited for, as in Wireshark, and {@link #ONE_SIDED_CAP} while the other side was never seen to
 * acknowledge anything: what comes on top is not remembered. Acknowledged ones stay until their
 * place is needed.
 */
final class SentSegments {
  static final int CAP = 10_000;
  static final int ONE_SIDED_CAP = 256;

  /** Grown to this size before an acknowledged segment is forgotten. */
  private static final int REMEMBERED = 16;

  private static final long[] EMPTY = {};

  /** Three for each segment: its first and its next number, its frame, its time. */
  private long[] ring = EMPTY;

  private int capacity;

  /** Where the oldest segment lies that is waited for. */
  private int head;

  /** How many are waited for, from the head on; of these some may be acknowledged already. */
  private int size;

  /** How many acknowledged ones are still there before the head. */
  private int history;

  private boolean acknowledging;
  private int acked;

  /** Each begins where the one before it ends or later, and none is acknowledged. */
  private boolean ordered = true;

  private long ackedFrame;
  private long ackedTime;

  boolean isEmpty() {
    return size == 0;
  }

  void add(int seq, int end, long frame, long nanos) {
    if (size >= (acknowledging ? CAP : ONE_SIDED_CAP)) {
      return;
    }
    if (size + history == capacity) {
      if (size < capacity && capacity >= REMEMBERED) {
        history--;
      } else {
        grow();
      }
    }
    if (isAcked(end) || (size > 0 && SeqNumber.before(seq, end(at(size - 1))))) {
      ordered = false;
    }
    int i = 3 * at(size++);
    ring[i] = ((long) seq << 32) | (end & 0xFFFF_FFFFL);
    ring[i + 1] = frame;
    ring[i + 2] = nanos;
  }

  private int at(int index) {
    return (head + index) & (capacity - 1);
  }

  private int seq(int at) {
    return (int) (ring[3 * at] >>> 32);
  }

  private int end(int at) {
    return (int) ring[3 * at];
  }

  private long frame(int at) {
    return ring[3 * at + 1];
  }

  private long time(int at) {
    return ring[3 * at + 2];
  }

  private void grow() {
    int larger = Math.max(2, capacity * 2);
    long[] copy = new long[3 * larger];
    for (int i = 0; i < history + size; i++) {
      System.arraycopy(ring, 3 * at(i - history), copy, 3 * i, 3);
    }
    ring = copy;
    capacity = larger;
    head = history;
  }

  private boolean isAcked(int end) {
    return acknowledging && SeqNumber.beforeOrAt(end, acked);
  }

  /** Where the part of a segment begins that is not acknowledged. */
  private int start(int at) {
    return acknowledging ? SeqNumber.later(seq(at), acked) : seq(at);
  }

  /**
   * Takes an acknowledgement.
   *
   * @return whether it covered a segment in full: {@link #ackedFrame()} then names the newest
   */
  boolean acknowledge(int ack) {
    ackedFrame = 0;
    if (acknowledging && SeqNumber.beforeOrAt(ack, acked)) {
      return false;
    }
    if (!ordered) {
      findNewest(ack);
    }
    acked = ack;
    acknowledging = true;
    while (size > 0 && SeqNumber.beforeOrAt(end(head), ack)) {
      if (ordered) {
        ackedFrame = frame(head);
        ackedTime = time(head);
      }
      head = at(1);
      size--;
      history++;
    }
    ordered |= size == 0;
    return ackedFrame != 0;
  }

  private void findNewest(int ack) {
    boolean inOrder = true;
    for (int i = 0; i < size; i++) {
      int at = at(i);
      boolean covered = SeqNumber.beforeOrAt(end(at), ack);
      if (covered && !isAcked(end(at))) {
        ackedFrame = frame(at);
        ackedTime = time(at);
      }
      boolean follows = i == 0 || !SeqNumber.before(seq(at), end(at(i - 1)));
      inOrder &= follows && (!covered || i == 0 || SeqNumber.beforeOrAt(end(at(i - 1)), ack));
    }
    ordered = inOrder;
  }

  /** The newest frame that the last {@link #acknowledge} covered in full. */
  long ackedFrame() {
    return ackedFrame;
  }

  /** When that frame was captured. */
  long ackedTime() {
    return ackedTime;
  }

  /** Whether one that is waited for holds all of {@code seq} to {@code end}. */
  boolean covers(int seq, int end) {
    for (int i = 0; i < size; i++) {
      int at = at(i);
      if (SeqNumber.atOrAfter(seq, start(at)) && SeqNumber.beforeOrAt(end, end(at))) {
        return true;
      }
    }
    return false;
  }

  /** The first frame that carried this octet, as far as remembered; or 0. */
  long firstCarrier(int seq) {
    for (int i = -history; i < size; i++) {
      if (carries(at(i), seq)) {
        return frame(at(i));
      }
    }
    return 0;
  }

  /** When this octet was sent last; meaningful only if {@link #firstCarrier} knows it. */
  long lastSent(int seq) {
    for (int i = size - 1; i >= -history; i--) {
      if (carries(at(i), seq)) {
        return time(at(i));
      }
    }
    return 0;
  }

  private boolean carries(int at, int seq) {
    return SeqNumber.beforeOrAt(seq(at), seq) && SeqNumber.before(seq, end(at));
  }

  /** Whether something is waited for that was sent before this octet. */
  boolean waitsForEarlierThan(int seq) {
    return size > 0 && SeqNumber.before(start(head), seq);
  }

  /** Octets of sequence space from the first to the last that is waited for; 0 without one. */
  long span() {
    if (size == 0) {
      return 0;
    }
    int first = start(head);
    int last = end(at(size - 1));
    for (int i = ordered ? size : 0; i < size; i++) {
      if (!isAcked(end(at(i)))) {
        first = SeqNumber.before(start(at(i)), first) ? start(at(i)) : first;
        last = SeqNumber.later(last, end(at(i)));
      }
    }
    return SeqNumber.before(last, first) ? 0 : SeqNumber.distance(first, last);
  }

  /**
   * The end of the unbroken run of segments that begins at {@code ack}, or {@code ack} itself.
   *
   * <p>Looked for as Wireshark does, from the newest to the oldest, which finds the run only where
   * it was sent in order and last looked at.
   */
  int runFrom(int ack) {
    int left = 0;
    int right = 0;
    for (int i = size - 1; i >= 0; i--) {
      int at = at(i);
      if (isAcked(end(at))) {
        continue;
      }
      if (left == right) {
        left = start(at);
        right = end(at);
      }
      if (SeqNumber.atOrAfter(start(at), ack)) {
        right = end(at) == left ? right : end(at);
        left = start(at);
      }
    }
    return left == ack && SeqNumber.after(right, ack) ? right : ack;
  }
}
