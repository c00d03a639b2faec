package dev.synfin.track;

/** One end of a connection: the client is the originator, the server the responder. */
public enum Side {
  CLIENT,
  SERVER;

  /** The other end. */
  public Side peer() {
    return this == CLIENT ? SERVER : CLIENT;
  }
}
