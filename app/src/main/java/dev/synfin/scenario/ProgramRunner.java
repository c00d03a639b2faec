package dev.synfin.scenario;

import dev.synfin.socket.CallListener;
import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.SocketException;
import dev.synfin.track.Side;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs one side's program: its steps in their order, each a call on a real socket.
 *
 * <p>A step that fails without being expected to, does not fail though it is, or is not done when
 * the scenario's time is over ends the program. What is still open at the end closes as it does
 * when a process ends.
 */
public final class ProgramRunner {
  private final Scenario scenario;
  private final Side side;
  private final InetAddress own;
  private final InetAddress peer;
  private final Signals signals;
  private final CallListener calls;
  private @Nullable Step current;
  private @Nullable String awaited;

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
   * Runs it to its end, which comes at the latest when the scenario's time is over.
   *
   * @throws IOException if the run itself cannot go on, as when its thread is interrupted
   */
  public ProgramResult run() throws IOException {
    try (var sockets =
            new ProgramSockets(
                side,
                new InternetAddress(own, scenario.port()),
                new InternetAddress(peer, scenario.port()),
                calls);
        var deadline = new Deadline(scenario.timeout())) {
      return follow(sockets, deadline);
    }
  }

  private ProgramResult follow(ProgramSockets sockets, Deadline deadline) throws IOException {
    try {
      awaitServer();
      for (Step step : scenario.steps(side)) {
        current = step;
        take(step, sockets);
      }
      return new ProgramResult(null);
    } catch (Mismatch e) {
      return new ProgramResult(e.sentence());
    } catch (InterruptedIOException e) {
      if (!deadline.passed()) {
        throw e;
      }
      return new ProgramResult(late().sentence());
    }
  }

  /** Where the server listens, the client begins when it does; this is no step of its own. */
  private void awaitServer() throws IOException, Mismatch {
    if (side == Side.CLIENT && scenario.serverListens() && !scenario.client().isEmpty()) {
      current = scenario.client().getFirst();
      await(Signals.LISTENING);
    }
  }

  private Mismatch late() {
    String what = awaited == null ? "was not done" : "nobody signalled «" + awaited + "»";
    return new Mismatch(
        current == null ? 1 : current.line(),
        what + " within " + Durations.text(scenario.timeout()) + ".");
  }

  private void take(Step step, ProgramSockets sockets) throws IOException, Mismatch {
    switch (step) {
      case Step.Listen s -> tried(s.line(), s.error(), () -> listen(s, sockets));
      case Step.Accept s -> tried(s.line(), s.error(), () -> sockets.accept(s));
      case Step.Connect s -> tried(s.line(), s.error(), sockets::connect);
      case Step.Send s -> tried(s.line(), s.error(), () -> sockets.send(s));
      case Step.SendAll s -> tried(s.line(), s.error(), () -> sockets.sendAll(s));
      case Step.Recv s -> tried(s.line(), s.error(), () -> sockets.recv(s));
      case Step.RecvUntilEof s -> tried(s.line(), s.error(), () -> sockets.recvUntilEof(s));
      case Step.EchoUntilEof s -> tried(s.line(), null, () -> sockets.echoUntilEof(s));
      case Step.SetOption s -> tried(s.line(), null, () -> sockets.setOption(s));
      case Step.SetLinger s -> tried(s.line(), null, () -> sockets.setLinger(s));
      case Step.SetTimeout s -> tried(s.line(), null, () -> sockets.setTimeout(s));
      case Step.Shutdown s -> tried(s.line(), s.error(), () -> sockets.shutdown(s));
      case Step.Close s -> tried(s.line(), null, () -> sockets.close(s));
      case Step.Sleep s -> sleep(s.duration());
      case Step.Signal s -> signals.signal(s.name());
      case Step.Await s -> await(s.name());
    }
  }

  /** What a step does with its socket. */
  private interface Deed {
    void run() throws IOException, Mismatch;
  }

  private static void tried(int line, @Nullable String expectedError, Deed deed)
      throws IOException, Mismatch {
    try {
      deed.run();
    } catch (SocketException e) {
      if (!e.errno().name().equals(expectedError)) {
        throw new Mismatch(
            line,
            (expectedError == null
                    ? "failed with "
                    : "expected " + expectedError + ", but it failed with ")
                + e.getMessage());
      }
      return;
    }
    if (expectedError != null) {
      throw new Mismatch(line, "expected " + expectedError + ", but it succeeded.");
    }
  }

  private void listen(Step.Listen step, ProgramSockets sockets) throws IOException {
    sockets.listen(step);
    signals.signal(Signals.LISTENING);
  }

  private void await(String name) throws IOException, Mismatch {
    awaited = name;
    if (!signals.await(name, scenario.timeout())) {
      throw late();
    }
    awaited = null;
  }

  private static void sleep(Duration duration) throws InterruptedIOException {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the program slept.");
    }
  }
}
