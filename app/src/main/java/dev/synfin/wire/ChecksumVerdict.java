package dev.synfin.wire;

/** What a packet's checksum says of it. */
public enum ChecksumVerdict {
  /** It is that of these octets. */
  RIGHT,

  /** It is that of other octets, and no offload explains it. */
  WRONG,

  /** The network card was to finish it: it holds the sum of the pseudo-header alone, or 0. */
  UNFINISHED,

  /** The sender computed none, as UDP may over IPv4 (RFC 768). */
  ABSENT,

  /** The capture does not hold all that it is over. */
  UNKNOWN
}
