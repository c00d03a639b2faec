package dev.synfin.scenario;

import dev.synfin.socket.Address;
import dev.synfin.socket.Call;
import dev.synfin.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the steps of one program ask of their sockets' names and settings. */
final class Answers {
  private static final long PID = ProcessHandle.current().pid();

  private final ProgramSockets sockets;

  Answers(ProgramSockets sockets) {
    this.sockets = sockets;
  }

  void connectEx(Step.ConnectEx step) throws IOException, Mismatch {
    compare(step.line(), step.expect(), Integer.toString(sockets.connectEx(step)));
  }

  void name(Step.GetName step) throws IOException, Mismatch {
    Socket socket = sockets.used(step.use());
    Address address = step.ofPeer() ? socket.peerAddress() : socket.localAddress();
    compare(step.line(), step.expect(), address.toString());
  }

  void option(Step.GetOption step) throws IOException, Mismatch {
    int value = sockets.used(step.use()).getOption(step.option());
    compare(step.line(), step.expect(), Integer.toString(value));
  }

  void timeout(Step.GetTimeout step) throws Mismatch {
    Socket socket = sockets.used(step.use());
    Duration timeout = socket.timeout();
    String text = timeout == null ? "none" : timeout.toMillis() + "ms";
    log(socket, "gettimeout", text);
    compare(step.line(), step.expect(), text);
  }

  void fileNo(Step.FileNo step) throws Mismatch {
    Socket socket = sockets.used(step.use());
    log(socket, "fileno", socket.fileno());
    compare(step.line(), step.expect(), Integer.toString(socket.fileno()));
  }

  void makeFile(Step.MakeFile step) throws Mismatch {
    log(sockets.used(step.use()), "makefile", null);
  }

  void poll(Step.Poll step, Duration limit) throws IOException, Mismatch {
    if (!sockets.used(step.use()).poll(step.writable(), limit)) {
      throw new Mismatch(step.line(), "the socket did not become ready in time.");
    }
  }

  /** These ask the program's own library, not the kernel, and stand in the log all the same. */
  private void log(Socket socket, String call, @Nullable Object result) {
    var at = Instant.now();
    sockets
        .calls()
        .called(new Call(at, 0, call, List.of(), result, null, PID, socket.fileno(), null, null));
  }

  /** Whether an answer is what is expected: a text, a bound, or alternatives; null takes all. */
  static void compare(int line, @Nullable String expected, String seen) throws Mismatch {
    if (expected != null && !new Expected("", expected, line).isMetBy(seen)) {
      throw new Mismatch(line, "expected " + expected + ", but " + seen + " came.");
    }
  }
}
