package dev.synfin.socket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what a failed call means here. */
final class Sentences {
  private Sentences() {}

  /** The exception for an error that a call gave, which was about this address. */
  static SocketException failure(int errno, String call, @Nullable Address address) {
    var error = Errno.of(errno);
    return new SocketException(error, sentence(error, call, address));
  }

  /** The exception for a call whose time is over. */
  static SocketException timedOut(Duration limit, String call, @Nullable Address address) {
    var about = address == null || call.equals("accept") ? "" : " with " + address;
    return new SocketException(
        Errno.TIMED_OUT, call + about + " took longer than " + text(limit) + ".");
  }

  /** A duration as people write it: {@code 2s}, {@code 200ms}, {@code 50us}. */
  static String text(Duration duration) {
    if (duration.toNanos() % 1_000_000_000 == 0) {
      return duration.toSeconds() + "s";
    }
    return duration.toNanos() % 1_000_000 == 0
        ? duration.toMillis() + "ms"
        : duration.toNanos() / 1000 + "us";
  }

  private static String sentence(Errno error, String call, @Nullable Address address) {
    var sentence =
        address == null || address.toString().isEmpty() ? null : about(error.name(), call, address);
    return sentence == null ? alone(error, call) : sentence;
  }

  private static @Nullable String about(String name, String call, Address address) {
    return switch (name) {
      case "ECONNREFUSED" -> "nothing listens on " + address + ".";
      case "ECONNRESET" -> address + " reset the connection.";
      case "ETIMEDOUT" -> address + " does not answer.";
      case "EPIPE" -> "the connection with " + address + " takes no more data.";
      case "EADDRINUSE" -> address + " is taken.";
      case "EADDRNOTAVAIL" ->
          call.equals("bind")
              ? address + " is no address of this machine."
              : "no local port is left for a connection to " + address + ".";
      case "EACCES", "EPERM" -> "no right to " + call + " " + address + ".";
      case "ENETUNREACH" -> "no route leads to " + address + ".";
      case "EHOSTUNREACH" -> address + " cannot be reached.";
      case "EINPROGRESS" -> "the connection to " + address + " is being made.";
      case "EALREADY" -> "the connection to " + address + " is still being made.";
      case "EISCONN" -> "the socket is already connected, to " + address + ".";
      case "ENOENT" -> "there is no socket " + address + ".";
      case "EMSGSIZE" -> "the datagram is too long to be sent to " + address + ".";
      case "EAFNOSUPPORT" -> "the socket is of another family than " + address + ".";
      default -> null;
    };
  }

  private static String alone(Errno error, String call) {
    return switch (error.name()) {
      case "EAGAIN" -> call + " would have to wait, and the socket is not to.";
      case "EBADF" -> call + " was called on a closed socket.";
      case "ENOTCONN" -> call + " was called on a socket that is not connected.";
      case "EMFILE", "ENFILE" -> "too many open files; raise the limit (ulimit -n).";
      case "EPIPE" -> "the connection takes no more data.";
      case "ECONNRESET" -> "the peer reset the connection.";
      case "ENOPROTOOPT" -> call + " names an option that this socket lacks.";
      default -> error.text() + " (" + call + ").";
    };
  }
}
