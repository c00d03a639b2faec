package dev.synfin.track;

import dev.synfin.wire.SeqNumber;

/**
 * Segments that one side sent and the other has not acknowledged yet, in the order of capture.
 *
 * <p>Parallel arrays, used again, so that a segment is no object. At most {@link #CAP} are kept, as
 * in Wireshark, and {@link #ONE_SIDED_CAP} while the other side was never seen to acknowledge
 * anything: what comes on top is not remembered.
 */
final class UnackedSegments {
  static final int CAP = 10_000;
  static final int ONE_SIDED_CAP = 256;

  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};

  private int[] seqs = NO_INTS;
  private int[] ends = NO_INTS;
  private long[] frames = NO_LONGS;
  private long[] times = NO_LONGS;
  private int head;
  private int size;
  private boolean acknowledging;

  /** Each begins where the one before it ends or later, so that ends are looked at only. */
  private boolean ordered = true;

  private long ackedFrame;
  private long ackedTime;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  void add(int seq, int end, long frame, long nanos) {
    if (size >= (acknowledging ? CAP : ONE_SIDED_CAP)) {
      return;
    }
    if (size == seqs.length) {
      grow();
    }
    if (size > 0 && SeqNumber.before(seq, ends[at(size - 1)])) {
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
    for (int i = 0; i < size; i++) {
      int from = at(i);
      newSeqs[i] = seqs[from];
      newEnds[i] = ends[from];
      newFrames[i] = frames[from];
      newTimes[i] = times[from];
    }
    seqs = newSeqs;
    ends = newEnds;
    frames = newFrames;
    times = newTimes;
    head = 0;
  }

  /**
   * Takes out what this acknowledgement covers, and cuts what it covers in part.
   *
   * @return whether a segment was covered in full: {@link #ackedFrame()} then names the newest
   */
  boolean acknowledge(int ack) {
    acknowledging = true;
    ackedFrame = 0;
    if (ordered) {
      acknowledgeFromHead(ack);
    } else {
      acknowledgeAnywhere(ack);
    }
    return ackedFrame != 0;
  }

  private void acknowledgeFromHead(int ack) {
    while (size > 0 && SeqNumber.beforeOrAt(ends[head], ack)) {
      ackedFrame = frames[head];
      ackedTime = times[head];
      head = (head + 1) & (seqs.length - 1);
      size--;
    }
    if (size > 0) {
      cut(head, ack);
    }
  }

  private void acknowledgeAnywhere(int ack) {
    int kept = 0;
    boolean inOrder = true;
    for (int i = 0; i < size; i++) {
      int from = at(i);
      if (SeqNumber.beforeOrAt(ends[from], ack)) {
        ackedFrame = frames[from];
        ackedTime = times[from];
        continue;
      }
      cut(from, ack);
      int to = at(kept);
      inOrder &= kept == 0 || !SeqNumber.before(seqs[from], ends[at(kept - 1)]);
      seqs[to] = seqs[from];
      ends[to] = ends[from];
      frames[to] = frames[from];
      times[to] = times[from];
      kept++;
    }
    size = kept;
    ordered = inOrder;
  }

  private void cut(int i, int ack) {
    if (SeqNumber.after(ack, seqs[i])) {
      seqs[i] = ack;
    }
  }

  /** The newest frame that the last {@link #acknowledge} covered in full. */
  long ackedFrame() {
    return ackedFrame;
  }

  /** When that frame was captured. */
  long ackedTime() {
    return ackedTime;
  }

  /** Whether one of them holds all of {@code seq} to {@code end}. */
  boolean covers(int seq, int end) {
    for (int i = 0; i < size; i++) {
      int at = at(i);
      if (SeqNumber.atOrAfter(seq, seqs[at]) && SeqNumber.beforeOrAt(end, ends[at])) {
        return true;
      }
    }
    return false;
  }

  /** Octets of sequence space from the first to the last of them; 0 if there are none. */
  long span() {
    if (size == 0) {
      return 0;
    }
    int first = seqs[head];
    int last = ends[at(size - 1)];
    for (int i = ordered ? size : 0; i < size; i++) {
      first = SeqNumber.before(seqs[at(i)], first) ? seqs[at(i)] : first;
      last = SeqNumber.later(last, ends[at(i)]);
    }
    return SeqNumber.distance(first, last);
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
      if (left == right) {
        left = seqs[at];
        right = ends[at];
      }
      if (SeqNumber.atOrAfter(seqs[at], ack)) {
        right = ends[at] == left ? right : ends[at];
        left = seqs[at];
      }
    }
    return left == ack && SeqNumber.after(right, ack) ? right : ack;
  }
}
