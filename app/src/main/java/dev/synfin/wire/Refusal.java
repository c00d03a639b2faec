package dev.synfin.wire;

/**
 * A frame that is no TCP, UDP or ICMP error, and why: {@code OTHER} is a protocol that synfin does
 * not follow, {@code MALFORMED} breaks its own protocol's rules, {@code TRUNCATED} was cut by the
 * capture before the header's end.
 */
public enum Refusal implements Decoded {
  OTHER,
  MALFORMED,
  TRUNCATED
}
