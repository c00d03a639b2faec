package dev.synfin.socket;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket call that failed: the error, and a sentence that says what it means here. */
public final class SocketException extends IOException {
  private static final long serialVersionUID = 1;

  private final Errno errno;

  SocketException(Errno errno, String sentence) {
    super(errno.name() + ": " + sentence);
    this.errno = errno;
  }

  /**
   * The same failure of one of Java's own channels, which tell the error only by its text.
   *
   * @param call the socket API's name for what failed
   * @param address that the call was about
   */
  public static SocketException of(IOException failure, String call, @Nullable Address address) {
    var text = Objects.requireNonNullElse(failure.getMessage(), "");
    var errno = Errno.withText(text);
    return errno == null
        ? new SocketException(Errno.of(Errno.EIO), text.isEmpty() ? failure + "." : text + ".")
        : Sentences.failure(errno.number(), call, address);
  }

  /** The error; {@link Errno#TIMED_OUT} where the socket's own time-out passed. */
  public Errno errno() {
    return errno;
  }
}
