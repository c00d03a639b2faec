package dev.synfin.socket;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a socket knows of itself for its log, and the log's entries being made. */
final class CallLog {
  private static final long PID = ProcessHandle.current().pid();

  final CallListener listener;
  int fd = -1;
  @Nullable Address local;
  @Nullable Address remote;

  CallLog(CallListener listener) {
    this.listener = listener;
  }

  /** Begins the entry of a call that is made now. */
  Entry begin(String call, Object... args) {
    return new Entry(call, List.of(args));
  }

  /** Does what the entry is about and tells the listener how it went. */
  <T extends @Nullable Object, X extends IOException> T logged(Entry entry, Action<T, X> action)
      throws X {
    try {
      var result = action.run();
      entry.end(null);
      return result;
    } catch (IOException e) {
      entry.end(e instanceof SocketException failed ? failed.errno().name() : "EINTR");
      throw e;
    }
  }

  /** What a call does. */
  @FunctionalInterface
  interface Action<T extends @Nullable Object, X extends IOException> {
    T run() throws X;
  }

  /** One call while it lasts; its addresses are those of the socket at its end unless it says. */
  final class Entry {
    private final String call;
    private final Instant at = Instant.now();
    private final long start = System.nanoTime();
    private List<Object> args;
    private @Nullable Object result;
    private @Nullable Address ownLocal;
    private @Nullable Address ownRemote;

    private Entry(String call, List<Object> args) {
      this.call = call;
      this.args = args;
    }

    void args(Object... known) {
      args = List.of(known);
    }

    void result(Object given) {
      result = given;
    }

    void between(@Nullable Address newLocal, @Nullable Address newRemote) {
      ownLocal = newLocal;
      ownRemote = newRemote;
    }

    /** Ends the entry of a call that nobody hears the failure of. */
    void end(long given) {
      end(given < 0 ? Errno.of((int) -given).name() : null);
    }

    private void end(@Nullable String error) {
      listener.called(
          new Call(
              at,
              System.nanoTime() - start,
              call,
              args,
              error == null ? result : null,
              error,
              PID,
              fd,
              text(ownLocal == null ? local : ownLocal),
              text(ownRemote == null ? remote : ownRemote)));
    }

    private static @Nullable String text(@Nullable Address address) {
      if (address instanceof InternetAddress internet && internet.port() == 0) {
        return null; // bound to nothing yet
      }
      if (address instanceof UnixAddress unix && unix.path().isEmpty()) {
        return null; // a Unix socket without a name
      }
      return address == null ? null : address.toString();
    }
  }
}
