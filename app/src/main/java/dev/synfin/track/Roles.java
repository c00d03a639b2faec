package dev.synfin.track;

/** How client and server were told apart: by a SYN, by a SYN+ACK, or by ports and order. */
public enum Roles {
  SYN,
  SYN_ACK,
  GUESS
}
