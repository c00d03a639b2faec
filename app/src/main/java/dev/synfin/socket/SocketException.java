package dev.synfin.socket;

import java.io.IOException;

/** A socket call that failed: the error, and a sentence that says what it means here. */
public final class SocketException extends IOException {
  private static final long serialVersionUID = 1;

  private final Errno errno;

  SocketException(Errno errno, String sentence) {
    super(errno.name() + ": " + sentence);
    this.errno = errno;
  }

  /** The error; {@link Errno#TIMED_OUT} where the socket's own time-out passed. */
  public Errno errno() {
    return errno;
  }
}
