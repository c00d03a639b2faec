package dev.synfin.wire;

/**
 * A segment's options (RFC 9293, 3.2; RFC 7323; RFC 2018; RFC 7413). One that is absent reads as -1
 * or false. Filled by the decoder, valid until its next frame.
 */
public final class TcpOptions {
  int mss = -1;
  int windowScale = -1;
  boolean sackPermitted;
  boolean timestamps;
  int tsVal;
  int tsEcr;
  boolean sack;
  int sackBlocks;
  final int[] sackLeft = new int[4];
  final int[] sackRight = new int[4];
  int fastOpenLength = -1;
  boolean malformed;

  TcpOptions() {}

  /** Maximum segment size in octets, or -1. */
  public int mss() {
    return mss;
  }

  /** The shift count as sent (RFC 7323, 2.2), or -1. */
  public int windowScale() {
    return windowScale;
  }

  /** Whether SACK-permitted is there (RFC 2018, 2). */
  public boolean sackPermitted() {
    return sackPermitted;
  }

  /** Whether a time-stamps option is there (RFC 7323, 3.2). */
  public boolean timestamps() {
    return timestamps;
  }

  /** TSval, meaningful with {@link #timestamps()}. */
  public int tsVal() {
    return tsVal;
  }

  /** TSecr, meaningful with {@link #timestamps()}. */
  public int tsEcr() {
    return tsEcr;
  }

  /** Whether there is a SACK option, all of whose blocks the capture may have cut. */
  public boolean sack() {
    return sack;
  }

  /** How many SACK blocks there are, 0 to 4, of those that the capture holds. */
  public int sackBlocks() {
    return sackBlocks;
  }

  /** Left edge of a SACK block: its first sequence number. */
  public int sackLeft(int block) {
    return sackLeft[block];
  }

  /** Right edge of a SACK block: the sequence number after its last. */
  public int sackRight(int block) {
    return sackRight[block];
  }

  /** Length of the fast-open cookie, 0 for a request, or -1 without the option. */
  public int fastOpenLength() {
    return fastOpenLength;
  }

  /** Whether an option's length broke the rules; those before it were read. */
  public boolean malformed() {
    return malformed;
  }
}
