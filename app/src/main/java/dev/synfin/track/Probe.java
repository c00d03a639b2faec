package dev.synfin.track;

/** A segment sent to draw an answer rather than to bring something. */
public enum Probe {
  KEEP_ALIVE,
  WINDOW,
  TAIL_LOSS
}
