package dev.synfin.scenario;

import dev.synfin.socket.CallListener;
import dev.synfin.socket.Family;
import dev.synfin.socket.How;
import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Option;
import dev.synfin.socket.Socket;
import dev.synfin.socket.SocketException;
import dev.synfin.track.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs one side's program: its steps in their order, each a call on a real socket.
 *
 * <p>A step that fails without being expected to, or does not fail though it is, ends the program.
 * Sockets that are still open at the end are closed.
 */
public final class ProgramRunner {
  private final Scenario scenario;
  private final Side side;
  private final InetAddress own;
  private final InetAddress peer;
  private final Signals signals;
  private final CallListener calls;
  private @Nullable Socket listener;
  private @Nullable Socket connection;

  /**
   * A program that has not begun.
   *
   * @param own the address at which a server binds
   * @param peer the address to which a client connects
   */
  public ProgramRunner(
      Scenario scenario,
      Side side,
      InetAddress own,
      InetAddress peer,
      Signals signals,
      CallListener calls) {
    this.scenario = scenario;
    this.side = side;
    this.own = own;
    this.peer = peer;
    this.signals = signals;
    this.calls = calls;
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException if the run itself cannot go on, as when it is interrupted
   */
  public ProgramResult run() throws IOException {
    try {
      if (side == Side.CLIENT && scenario.serverListens()) {
        await(Signals.LISTENING, 0);
      }
      for (Step step : scenario.steps(side)) {
        take(step);
      }
      return new ProgramResult(null);
    } catch (Mismatch e) {
      return new ProgramResult(e.getMessage());
    } finally {
      closeIfOpen(connection);
      closeIfOpen(listener);
    }
  }

  private void take(Step step) throws IOException, Mismatch {
    switch (step) {
      case Step.Listen s -> tried(s.line(), s.error(), () -> listen(s));
      case Step.Accept s ->
          tried(s.line(), s.error(), () -> connection = listener(s.line()).accept());
      case Step.Connect s -> tried(s.line(), s.error(), this::connect);
      case Step.Send s ->
          tried(s.line(), s.error(), () -> connection(s.line()).send(s.payload().octets()));
      case Step.SendAll s ->
          tried(s.line(), s.error(), () -> connection(s.line()).sendAll(s.payload().octets()));
      case Step.Recv s -> tried(s.line(), s.error(), () -> recv(s));
      case Step.RecvUntilEof s -> tried(s.line(), s.error(), () -> recvUntilEof(s));
      case Step.EchoUntilEof s -> tried(s.line(), null, () -> echo(s));
      case Step.SetOption s ->
          tried(s.line(), null, () -> connection(s.line()).setOption(option(s), s.value()));
      case Step.SetLinger s ->
          tried(s.line(), null, () -> connection(s.line()).setLinger(true, s.seconds()));
      case Step.SetTimeout s ->
          tried(s.line(), null, () -> connection(s.line()).setTimeout(s.timeout()));
      case Step.Shutdown s ->
          tried(s.line(), s.error(), () -> connection(s.line()).shutdown(how(s)));
      case Step.Close s -> tried(s.line(), null, () -> close(s));
      case Step.Sleep s -> sleep(s.duration());
      case Step.Signal s -> signals.signal(s.name());
      case Step.Await s -> await(s.name(), s.line());
    }
  }

  /** What a step does with its socket. */
  private interface Deed {
    void run() throws IOException, Mismatch;
  }

  private void tried(int line, @Nullable String expectedError, Deed deed)
      throws IOException, Mismatch {
    try {
      deed.run();
    } catch (SocketException e) {
      if (!e.errno().name().equals(expectedError)) {
        throw new Mismatch(
            line,
            expectedError == null
                ? "failed with " + e.getMessage()
                : "expected " + expectedError + ", but it failed with " + e.getMessage());
      }
      return;
    }
    if (expectedError != null) {
      throw new Mismatch(line, "expected " + expectedError + ", but it succeeded.");
    }
  }

  private void listen(Step.Listen step) throws IOException {
    Socket socket = Socket.open(family(own), Kind.STREAM, calls);
    listener = socket;
    if (step.reuseAddress()) {
      socket.setOption(Option.REUSE_ADDRESS, 1);
    }
    socket.bind(new InternetAddress(own, scenario.port()));
    socket.listen(step.backlog());
    signals.signal(Signals.LISTENING);
  }

  private void connect() throws IOException {
    Socket socket = Socket.open(family(peer), Kind.STREAM, calls);
    connection = socket;
    socket.connect(new InternetAddress(peer, scenario.port()));
  }

  private void recv(Step.Recv step) throws IOException, Mismatch {
    Socket socket = connection(step.line());
    if (step.expect() == null) {
      socket.recv(step.size());
      return;
    }
    int wanted = step.expect().getBytes(StandardCharsets.UTF_8).length;
    var came = new ByteArrayOutputStream();
    while (came.size() < wanted) {
      byte[] some = socket.recv(step.size());
      if (some.length == 0) {
        break;
      }
      came.write(some);
    }
    compare(step.line(), step.expect(), came);
  }

  private void recvUntilEof(Step.RecvUntilEof step) throws IOException, Mismatch {
    Socket socket = connection(step.line());
    var came = new ByteArrayOutputStream();
    for (byte[] some = socket.recv(1_024); some.length > 0; some = socket.recv(1_024)) {
      came.write(some);
    }
    if (step.expect() != null) {
      compare(step.line(), step.expect(), came);
    }
  }

  private static void compare(int line, String expected, ByteArrayOutputStream came)
      throws Mismatch {
    String text = came.toString(StandardCharsets.UTF_8);
    if (!text.equals(expected)) {
      throw new Mismatch(line, "expected to receive «" + expected + "», but «" + text + "» came.");
    }
  }

  private void echo(Step.EchoUntilEof step) throws IOException, Mismatch {
    Socket socket = connection(step.line());
    byte[] suffix = step.suffix().getBytes(StandardCharsets.UTF_8);
    for (byte[] piece = socket.recv(1_024); piece.length > 0; piece = socket.recv(1_024)) {
      var answer = new ByteArrayOutputStream();
      answer.write(piece);
      answer.write(suffix);
      socket.sendAll(answer.toByteArray());
    }
  }

  private void close(Step.Close step) throws IOException, Mismatch {
    if (step.listener()) {
      listener(step.line()).close();
      listener = null;
    } else {
      connection(step.line()).close();
      connection = null;
    }
  }

  private static Option option(Step.SetOption step) throws Mismatch {
    for (Option option : Option.values()) {
      if (option.cName().equals(step.option())) {
        return option;
      }
    }
    throw new Mismatch(step.line(), "there is no socket option " + step.option() + ".");
  }

  private static How how(Step.Shutdown step) {
    return switch (step.direction()) {
      case READ -> How.READ;
      case WRITE -> How.WRITE;
      case BOTH -> How.BOTH;
    };
  }

  private void await(String name, int line) throws IOException, Mismatch {
    if (!signals.await(name, scenario.timeout())) {
      throw new Mismatch(
          line, "nobody signalled «" + name + "» within " + scenario.timeout().toSeconds() + " s.");
    }
  }

  private static void sleep(Duration duration) throws InterruptedIOException {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the program slept.");
    }
  }

  private static Socket connection(@Nullable Socket socket, int line, String how) throws Mismatch {
    if (socket == null) {
      throw new Mismatch(line, "there is no open connection here: " + how + " comes first.");
    }
    return socket;
  }

  private Socket connection(int line) throws Mismatch {
    return connection(connection, line, side == Side.CLIENT ? "connect" : "accept");
  }

  private Socket listener(int line) throws Mismatch {
    return connection(listener, line, "listen");
  }

  private static Family family(InetAddress address) {
    return address instanceof Inet6Address ? Family.INET6 : Family.INET;
  }

  private static void closeIfOpen(@Nullable Socket socket) {
    if (socket != null) {
      socket.close();
    }
  }

  /** A step that did not go as the scenario has it. */
  private static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1;

    Mismatch(int line, String what) {
      super("line " + line + ": " + what);
    }

    @Override
    public String getMessage() {
      return Objects.requireNonNullElse(super.getMessage(), "");
    }
  }
}
