package dev.synfin.track;

import dev.synfin.wire.SeqNumber;

/**
 * Segments that one side sent: those that the other has not acknowledged yet, in the order of
 * capture, and before them a few that it has.
 *
 * <p>A ring of parallel arrays, used again, so that a segment is no object. At most {@link #CAP}
 * are waited for, as in Wireshark, and {@link #ONE_SIDED_CAP} while the other side was never seen
 * to acknowledge anything: what comes on top is not remembered. Acknowledged ones stay until their
 * place is needed.
 */
final class SentSegments {
  static final int CAP = 10_000;
  static final int ONE_SIDED_CAP = 256;

  /** Grown to this size before an acknowledged segment is forgotten. */
  private static final int REMEMBERED = 16;

  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};

  private int[] seqs = NO_INTS;
  private int[] ends = NO_INTS;
  private long[] frames = NO_LONGS;
  private long[] times = NO_LONGS;

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
    if (size + history == seqs.length) {
      if (size < seqs.length && seqs.length >= REMEMBERED) {
        history--;
      } else {
        grow();
      }
    }
    if (isAcked(end) || (size > 0 && SeqNumber.before(seq, ends[at(size - 1)]))) {
      ordered = false;
    }
    int i = at(size++);
    seqs[i] = seq;
    ends[i] = end;
    frames[i] = frame;
    times[i] = nanos;
  }

  private int at(int index) {
    return (head + index) & (seqs.length - 1);
  }

  private void grow() {
    int capacity = Math.max(2, seqs.length * 2);
    int[] newSeqs = new int[capacity];
    int[] newEnds = new int[capacity];
    long[] newFrames = new long[capacity];
    long[] newTimes = new long[capacity];
    for (int i = 0; i < history + size; i++) {
      int from = at(i - history);
      newSeqs[i] = seqs[from];
      newEnds[i] = ends[from];
      newFrames[i] = frames[from];
      newTimes[i] = times[from];
    }
    seqs = newSeqs;
    ends = newEnds;
    frames = newFrames;
    times = newTimes;
    head = history;
  }

  private boolean isAcked(int end) {
    return acknowledging && SeqNumber.beforeOrAt(end, acked);
  }

  /** Where the part of a segment begins that is not acknowledged. */
  private int start(int at) {
    return acknowledging ? SeqNumber.later(seqs[at], acked) : seqs[at];
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
    while (size > 0 && SeqNumber.beforeOrAt(ends[head], ack)) {
      if (ordered) {
        ackedFrame = frames[head];
        ackedTime = times[head];
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
      boolean covered = SeqNumber.beforeOrAt(ends[at], ack);
      if (covered && !isAcked(ends[at])) {
        ackedFrame = frames[at];
        ackedTime = times[at];
      }
      boolean follows = i == 0 || !SeqNumber.before(seqs[at], ends[at(i - 1)]);
      inOrder &= follows && (!covered || i == 0 || SeqNumber.beforeOrAt(ends[at(i - 1)], ack));
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
      if (SeqNumber.atOrAfter(seq, start(at)) && SeqNumber.beforeOrAt(end, ends[at])) {
        return true;
      }
    }
    return false;
  }

  /** The first frame that carried this octet, as far as remembered; or 0. */
  long firstCarrier(int seq) {
    for (int i = -history; i < size; i++) {
      if (carries(at(i), seq)) {
        return frames[at(i)];
      }
    }
    return 0;
  }

  /** When this octet was sent last; meaningful only if {@link #firstCarrier} knows it. */
  long lastSent(int seq) {
    for (int i = size - 1; i >= -history; i--) {
      if (carries(at(i), seq)) {
        return times[at(i)];
      }
    }
    return 0;
  }

  private boolean carries(int at, int seq) {
    return SeqNumber.beforeOrAt(seqs[at], seq) && SeqNumber.before(seq, ends[at]);
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
    int last = ends[at(size - 1)];
    for (int i = ordered ? size : 0; i < size; i++) {
      if (!isAcked(ends[at(i)])) {
        first = SeqNumber.before(start(at(i)), first) ? start(at(i)) : first;
        last = SeqNumber.later(last, ends[at(i)]);
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
      if (isAcked(ends[at])) {
        continue;
      }
      if (left == right) {
        left = start(at);
        right = ends[at];
      }
      if (SeqNumber.atOrAfter(start(at), ack)) {
        right = ends[at] == left ? right : ends[at];
        left = start(at);
      }
    }
    return left == ack && SeqNumber.after(right, ack) ? right : ack;
  }
}
