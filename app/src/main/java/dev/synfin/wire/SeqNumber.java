package dev.synfin.wire;

/**
 * Arithmetic of sequence numbers: 32 bits that wrap around (RFC 9293, 3.4).
 *
 * <p>Sequence numbers travel as {@code int} so that following a connection makes no garbage; they
 * are compared here and nowhere else. Two numbers exactly 2^31 apart precede each other, as in
 * Wireshark and Linux (include/net/tcp.h, before()).
 */
public final class SeqNumber {
  private SeqNumber() {}

  /** {@code a < b}. */
  public static boolean before(int a, int b) {
    return a - b < 0;
  }

  /** {@code a <= b}. */
  public static boolean beforeOrAt(int a, int b) {
    return a == b || a - b < 0;
  }

  /** {@code a > b}. */
  public static boolean after(int a, int b) {
    return b - a < 0;
  }

  /** {@code a >= b}. */
  public static boolean atOrAfter(int a, int b) {
    return a == b || b - a < 0;
  }

  /** How far {@code to} lies behind {@code from}, as an unsigned 32-bit distance. */
  public static long distance(int from, int to) {
    return (to - from) & 0xFFFF_FFFFL;
  }

  /** The later of two. */
  public static int later(int a, int b) {
    return before(a, b) ? b : a;
  }

  /** The number as it stands in the header, 0 to 4,294,967,295. */
  public static long unsigned(int number) {
    return number & 0xFFFF_FFFFL;
  }
}
