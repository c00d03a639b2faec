package dev.synfin.scenario;

import dev.synfin.socket.Kind;
import dev.synfin.socket.SocketException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;

/** Takes the steps of one program, or of one of several that run side by side. */
final class StepPlayer {
  private final Duration limit;
  private final Signals signals;
  private final ProgramSockets sockets;
  private final Transfers transfers;
  private final Answers answers;
  private final @Nullable CyclicBarrier gathering;
  private volatile int line = 1;
  private volatile @Nullable String awaited;

  /**
   * @param gathering where those that run side by side meet; null for one alone
   */
  StepPlayer(
      Duration limit, Signals signals, ProgramSockets sockets, @Nullable CyclicBarrier gathering) {
    this.limit = limit;
    this.signals = signals;
    this.sockets = sockets;
    this.transfers = new Transfers(sockets);
    this.answers = new Answers(sockets);
    this.gathering = gathering;
  }

  /** One that has sockets of its own and the same signals. */
  StepPlayer beside(ProgramSockets others, @Nullable CyclicBarrier meeting) {
    return new StepPlayer(limit, signals, others, meeting);
  }

  ProgramSockets sockets() {
    return sockets;
  }

  void play(List<Step> steps) throws IOException, Mismatch {
    for (Step step : steps) {
      line = step.line();
      take(step);
    }
  }

  /** What is said when the time is over now. */
  Mismatch late() {
    String name = awaited;
    String what = name == null ? "was not done" : "nobody signalled «" + name + "»";
    return new Mismatch(line, what + " within " + Durations.text(limit) + ".");
  }

  private void take(Step step) throws IOException, Mismatch {
    switch (step) {
      case Step.OfASocket s -> tried(s);
      case Step.Killed s -> sockets.kill();
      case Step.Sleep s -> sleep(s.duration());
      case Step.Signal s -> signals.signal(s.name());
      case Step.Await s -> await(s.name(), s.line());
      case Step.Repeat s -> repeat(s);
      case Step.Parallel s -> new SideBySide(this).parallel(s);
      case Step.Serve s -> new SideBySide(this).serve(s);
      case Step.Gather s -> gather(s);
    }
  }

  private void repeat(Step.Repeat repeat) throws IOException, Mismatch {
    for (int i = 0; i < repeat.times(); i++) {
      play(repeat.steps());
    }
  }

  private void tried(Step.OfASocket step) throws IOException, Mismatch {
    String expected = step.use().error();
    try {
      take(step);
    } catch (SocketException e) {
      if (!e.errno().name().equals(expected)) {
        throw new Mismatch(
            step.line(),
            (expected == null ? "failed with " : "expected " + expected + ", but it failed with ")
                + e.getMessage());
      }
      return;
    }
    if (expected != null) {
      throw new Mismatch(step.line(), "expected " + expected + ", but it succeeded.");
    }
  }

  private void take(Step.OfASocket step) throws IOException, Mismatch {
    switch (step) {
      case Step.Open s -> sockets.open(s);
      case Step.Bind s -> bind(s);
      case Step.Listen s -> listen(s);
      case Step.Accept s -> sockets.accept(s);
      case Step.Connect s -> sockets.connect(s);
      case Step.ConnectEx s -> answers.connectEx(s);
      case Step.Send s -> transfers.send(s);
      case Step.SendAll s -> transfers.sendAll(s);
      case Step.SendTo s -> transfers.sendTo(s);
      case Step.Recv s -> transfers.recv(s);
      case Step.RecvFrom s -> transfers.recvFrom(s);
      case Step.RecvUntilEof s -> transfers.recvUntilEof(s);
      case Step.EchoUntilEof s -> transfers.echoUntilEof(s);
      case Step.ReadLine s -> transfers.readLine(s);
      case Step.GetName s -> answers.name(s);
      case Step.GetOption s -> answers.option(s);
      case Step.GetTimeout s -> answers.timeout(s);
      case Step.FileNo s -> answers.fileNo(s);
      case Step.MakeFile s -> answers.makeFile(s);
      case Step.Poll s -> answers.poll(s, limit);
      case Step.SetOption s -> sockets.used(s.use()).setOption(s.option(), s.value());
      case Step.SetBlocking s -> sockets.used(s.use()).setBlocking(s.blocking());
      case Step.SetTimeout s -> sockets.used(s.use()).setTimeout(s.timeout());
      case Step.Shutdown s -> sockets.used(s.use()).shutdown(s.how());
      case Step.Close s -> sockets.close(s.use());
    }
  }

  private void bind(Step.Bind step) throws IOException, Mismatch {
    sockets.bind(step);
    if (sockets.used(step.use()).kind() == Kind.DATAGRAM) {
      signals.signal(Signals.LISTENING); // nothing more is needed for datagrams to arrive
    }
  }

  private void listen(Step.Listen step) throws IOException {
    sockets.listen(step);
    signals.signal(Signals.LISTENING);
  }

  /** Waits for a signal; {@code at} is the line that is named if nobody gives it. */
  void await(String name, int at) throws IOException, Mismatch {
    line = at;
    awaited = name;
    if (!signals.await(name, limit)) {
      throw late();
    }
    awaited = null;
  }

  private void gather(Step.Gather step) throws IOException, Mismatch {
    if (gathering == null) {
      throw new Mismatch(step.line(), "there is nobody to gather with: this is for parallel.");
    }
    SideBySide.arrive(gathering);
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
