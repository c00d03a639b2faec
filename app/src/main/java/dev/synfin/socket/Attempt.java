package dev.synfin.socket;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call that may wait, on a descriptor that does not: it is made, and made again when the
 * descriptor is ready, until it gives something else than EAGAIN or the time is over.
 */
final class Attempt {
  private final Descriptor descriptor;
  private final @Nullable Duration limit;
  private final String call;
  private final @Nullable Address about;
  private final Waiting waiting;

  /**
   * Begins; the time counts from here.
   *
   * @param limit null: no end; zero: not at all
   * @param about the address that the call is about, for the sentence
   */
  Attempt(Descriptor descriptor, @Nullable Duration limit, String call, @Nullable Address about) {
    this.descriptor = descriptor;
    this.limit = limit;
    this.call = call;
    this.about = about;
    this.waiting = new Waiting(limit);
  }

  /** What the system call gives in the end. */
  long until(short event, LongSupplier systemCall) throws SocketException, InterruptedIOException {
    while (true) {
      var given = systemCall.getAsLong();
      if (given == -Errno.EAGAIN) {
        await(event);
      } else if (given != -Errno.EINTR) {
        return checked(given);
      }
    }
  }

  /** Connects: the first system call begins it, a second one tells how it ended. */
  void connect(Address address, Runnable begun) throws SocketException, InterruptedIOException {
    var inProgress = new boolean[1];
    until(
        Libc.POLLOUT,
        () -> {
          var given = descriptor.connect(address);
          inProgress[0] = given == -Errno.EINPROGRESS;
          return inProgress[0] ? 0 : given;
        });
    begun.run();
    if (inProgress[0]) {
      awaitConnection(address);
    }
  }

  private void awaitConnection(Address address) throws SocketException, InterruptedIOException {
    if (isNonBlocking()) {
      throw failure(Errno.EINPROGRESS);
    }
    if (!waiting.ready(descriptor.fd, Libc.POLLOUT)) {
      throw timedOut();
    }
    checked(descriptor.connect(address));
  }

  private void await(short event) throws SocketException, InterruptedIOException {
    if (isNonBlocking()) {
      throw failure(Errno.EAGAIN);
    }
    if (!(tellsNoReadiness() ? waiting.moment() : waiting.ready(descriptor.fd, event))) {
      throw timedOut();
    }
  }

  /** A Unix socket that is full, with which this one is not connected, is told by no poll. */
  private boolean tellsNoReadiness() {
    return call.startsWith("connect") || (call.equals("sendto") && descriptor.isUnix());
  }

  private boolean isNonBlocking() {
    return limit != null && limit.isZero();
  }

  /** What was given, if it is no error. */
  long checked(long given) throws SocketException {
    if (given < 0) {
      throw failure((int) -given);
    }
    return given;
  }

  private SocketException failure(int errno) {
    return Sentences.failure(errno, call, about);
  }

  private SocketException timedOut() {
    return Sentences.timedOut(limit == null ? Duration.ZERO : limit, call, about);
  }
}
