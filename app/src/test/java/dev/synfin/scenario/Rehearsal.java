package dev.synfin.scenario;

import dev.synfin.scenario.Scenarios.Source;
import dev.synfin.socket.Call;
import dev.synfin.track.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs both programs of a scenario in this process, over loopback, without a tap. */
final class Rehearsal {
  private final Part client;
  private final Part server;

  private Rehearsal(Scenario scenario) {
    var signals = new Bell();
    server = new Part(scenario, Side.SERVER, signals);
    client = new Part(scenario, Side.CLIENT, signals);
    server.join();
    client.join();
  }

  /** Of a scenario's text, on a port that is free. */
  static Rehearsal of(String text) throws IOException {
    return new Rehearsal(scenario(text));
  }

  /** A scenario that is to run on a port that is free. */
  static Scenario scenario(String text) throws IOException {
    String options = text.contains("options: {") ? "" : "options: {}\n";
    String free = (options + text).replace("options: {", "options: {port: " + freePort() + ", ");
    return Scenarios.read(new Source("mine.yaml", free.replace(", }", "}")), null);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  ProgramResult result(Side side) {
    return part(side).join();
  }

  /** A side's calls: {@code recv hello}, {@code connect ! ECONNREFUSED}. */
  List<String> calls(Side side) {
    return part(side).calls.stream().map(Rehearsal::text).toList();
  }

  private Part part(Side side) {
    return side == Side.CLIENT ? client : server;
  }

  /** One side's program, on a thread of its own. */
  private static final class Part {
    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final FutureTask<ProgramResult> run;

    Part(Scenario scenario, Side side, Signals signals) {
      InetAddress here = InetAddress.getLoopbackAddress();
      run =
          new FutureTask<>(
              new ProgramRunner(
                      scenario,
                      side,
                      new Place(here, here, java.nio.file.Path.of("/tmp")),
                      signals,
                      calls::add)
                  ::run);
      Thread.ofPlatform().daemon().start(run);
    }

    ProgramResult join() {
      try {
        return run.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static String text(Call call) {
    if (call.error() != null) {
      return call.call() + " ! " + call.error();
    }
    return switch (call.call()) {
      case "sendall", "recv", "setsockopt" -> call.call() + " " + call.args().getFirst();
      default -> call.call();
    };
  }

  /** Signals within one process. */
  static final class Bell implements Signals {
    private final Map<String, CountDownLatch> rung = new ConcurrentHashMap<>();

    private CountDownLatch latch(String name) {
      return rung.computeIfAbsent(name, n -> new CountDownLatch(1));
    }

    @Override
    public void signal(String name) {
      latch(name).countDown();
    }

    @Override
    public boolean await(String name, Duration timeout) throws IOException {
      try {
        return latch(name).await(timeout.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("Interrupted.");
      }
    }
  }
}
