package dev.synfin.track;

/** The part of a connection's life that a segment belongs to. */
public enum Phase {
  HANDSHAKE,
  DATA,
  TEARDOWN
}
