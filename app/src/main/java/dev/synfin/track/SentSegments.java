package dev.synfin.track;

import dev.synfin.wire.SeqNumber;

/**
 * Segments that one side sent: those that the other has not acknowledged yet, in the order of
 * capture, and before them a few that it has.
 *
 * <p>A ring in one array, used again, so that a segment is no object. At most {@link #CAP} are
 * waited for, as in Wireshark: what comes on top is not remembered. While the other side was never
 * seen to acknowledge anything, the newest {@link #ONE_SIDED_CAP} are. Acknowledged ones stay until
 * their place is needed.
 */
final class SentSegments {
  static final int CAP = 10_000;
  static final int ONE_SIDED_CAP = 256;

  /** Most connections are short: a request and its ends need no more, and no second array. */
  private static final int FEWEST = 4;

  /** Grown to this size before an acknowledged segment is forgotten. */
  private static final int REMEMBERED = 16;

  private static final int FRAME_BITS = 40;
  private static final int MOST_TRIMMED = (1 << 23) - 1;
  private static final long DONE = 1L << 63;
  private static final long[] EMPTY = {};

  /**
   * Three for each segment: its first and its next number; whether it is done, how many of its
   * octets are acknowledged, and its frame; its time.
   */
  private long[] ring = EMPTY;

  private int capacity;

  /** Where the oldest segment lies that is waited for. */
  private int head;

  /** How many there are from the head on; of these some may be done. */
  private int size;

  /** How many of those are done. */
  private int done;

  /** How many acknowledged ones are still there before the head. */
  private int history;

  private boolean acknowledging;
  private int acked;

  /** Each begins where the one before it ends or later, and none is done. */
  private boolean ordered = true;

  private long ackedFrame;
  private long ackedTime;

  boolean isEmpty() {
    return size == 0;
  }

  void add(int seq, int end, long frame, long nanos) {
    if (size - done >= CAP) {
      return;
    }
    if (!acknowledging && size >= ONE_SIDED_CAP) {
      dropHead();
    }
    if (size + history == capacity) {
      makeRoom();
    }
    if (size > 0 && SeqNumber.before(seq, end(at(size - 1)))) {
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
    return ring[3 * at + 1] & ((1L << FRAME_BITS) - 1);
  }

  private boolean isDone(int at) {
    return ring[3 * at + 1] < 0;
  }

  private long time(int at) {
    return ring[3 * at + 2];
  }

  /** Where the part of a segment begins that is not acknowledged. */
  private int start(int at) {
    return seq(at) + ((int) (ring[3 * at + 1] >>> FRAME_BITS) & MOST_TRIMMED);
  }

  /** Remembers that a segment is acknowledged up to here. */
  private void trim(int at, int ack) {
    long octets = Math.min(SeqNumber.distance(seq(at), ack), MOST_TRIMMED);
    ring[3 * at + 1] = (octets << FRAME_BITS) | frame(at);
  }

  private void dropHead() {
    head = at(1);
    size--;
    history++;
  }

  private void makeRoom() {
    if (size < capacity && capacity >= REMEMBERED) {
      history--;
    } else {
      move(done > 0 ? capacity : Math.max(FEWEST, capacity * 2));
    }
  }

  /** Moves all to a new ring, those that are done to the front. */
  private void move(int newCapacity) {
    long[] copy = new long[3 * newCapacity];
    int front = 0;
    int back = history + done;
    for (int i = -history; i < size; i++) {
      int to = i < 0 || isDone(at(i)) ? front++ : back++;
      System.arraycopy(ring, 3 * at(i), copy, 3 * to, 3);
    }
    ring = copy;
    capacity = newCapacity;
    head = history + done;
    history = Math.min(head, newCapacity - 1 - (size - done));
    size -= done;
    done = 0;
  }

  /**
   * Takes an acknowledgement.
   *
   * @return whether it says something new and covers a segment in full: {@link #ackedFrame()} then
   *     names the newest
   */
  boolean acknowledge(int ack) {
    ackedFrame = 0;
    boolean moves = !acknowledging || SeqNumber.after(ack, acked);
    if (ordered) {
      takeFromHead(ack, moves);
    } else {
      sweep(ack, moves);
    }
    if (moves) {
      acked = ack;
      acknowledging = true;
    }
    return ackedFrame != 0;
  }

  private void takeFromHead(int ack, boolean moves) {
    while (size > 0 && SeqNumber.beforeOrAt(end(head), ack)) {
      cover(head, moves);
      dropHead();
    }
    if (size > 0 && SeqNumber.after(ack, start(head))) {
      trim(head, ack);
    }
  }

  private void cover(int at, boolean moves) {
    if (moves) {
      ackedFrame = frame(at);
      ackedTime = time(at);
    }
  }

  private void sweep(int ack, boolean moves) {
    for (int i = 0; i < size; i++) {
      int at = at(i);
      if (isDone(at)) {
        continue;
      }
      if (SeqNumber.beforeOrAt(end(at), ack)) {
        cover(at, moves);
        ring[3 * at + 1] |= DONE;
        done++;
      } else if (SeqNumber.after(ack, start(at))) {
        trim(at, ack);
      }
    }
    while (size > 0 && isDone(head)) {
      dropHead();
      done--;
    }
    ordered = done == 0 && isInOrder();
  }

  private boolean isInOrder() {
    for (int i = 1; i < size; i++) {
      if (SeqNumber.before(seq(at(i)), end(at(i - 1)))) {
        return false;
      }
    }
    return true;
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
      if (!isDone(at)
          && SeqNumber.atOrAfter(seq, start(at))
          && SeqNumber.beforeOrAt(end, end(at))) {
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

  /** Whether this octet was sent again before. */
  boolean sentAgain(int seq) {
    int times = 0;
    for (int i = -history; i < size && times < 2; i++) {
      times += carries(at(i), seq) ? 1 : 0;
    }
    return times == 2;
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
      if (!isDone(at(i))) {
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
      if (isDone(at)) {
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
