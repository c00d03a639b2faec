package dev.synfin.capture;

/**
 * One frame as it lay on the link: octets and a time.
 *
 * <p>A source fills the same object again for its next frame, so that a capture of any length makes
 * no garbage: what is to outlive the call that delivered it must be copied.
 */
public final class Frame {
  private long number;
  private long epochNanos;
  private int linkType;
  private byte[] octets = new byte[0];
  private int offset;
  private int capturedLength;
  private int length;

  /**
   * Puts a frame's values here.
   *
   * @param number position in the capture, from 1, over all frames
   * @param epochNanos time of capture, nanoseconds since 1970-01-01T00:00:00Z
   * @param linkType libpcap's LINKTYPE_ number, see <a
   *     href="https://www.tcpdump.org/linktypes.html">the list</a>
   * @param octets the array that holds the frame
   * @param offset where in {@code octets} the frame begins
   * @param capturedLength octets present
   * @param length octets that the frame had on the link, at least {@code capturedLength}
   */
  public void set(
      long number,
      long epochNanos,
      int linkType,
      byte[] octets,
      int offset,
      int capturedLength,
      int length) {
    this.number = number;
    this.epochNanos = epochNanos;
    this.linkType = linkType;
    this.octets = octets;
    this.offset = offset;
    this.capturedLength = capturedLength;
    this.length = length;
  }

  /** Position in the capture, from 1, over all frames, as Wireshark counts them. */
  public long number() {
    return number;
  }

  /** Time of capture in nanoseconds since 1970-01-01T00:00:00Z. */
  public long epochNanos() {
    return epochNanos;
  }

  /** libpcap's LINKTYPE_ number. */
  public int linkType() {
    return linkType;
  }

  /** The array that holds the frame; it may hold others too. */
  public byte[] octets() {
    return octets;
  }

  /** Where the frame begins in {@link #octets()}. */
  public int offset() {
    return offset;
  }

  /** Octets present. */
  public int capturedLength() {
    return capturedLength;
  }

  /** Octets that the frame had on the link. */
  public int length() {
    return length;
  }

  /** Whether the capture cut the frame. */
  public boolean truncated() {
    return capturedLength < length;
  }
}
