package dev.synfin.echo;

import dev.synfin.socket.Call;
import dev.synfin.socket.InternetAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/** An echo server that serves until it is closed. */
final class RunningServer implements AutoCloseable {
  final List<Call> calls = new CopyOnWriteArrayList<>();
  final BlockingQueue<String> journal = new LinkedBlockingQueue<>();
  final EchoServer server;
  private final Thread thread;

  private RunningServer(boolean concurrent, UnaryOperator<ServerOptions> change)
      throws IOException {
    var address = new InternetAddress(InetAddress.getLoopbackAddress(), 0);
    var options = change.apply(ServerOptions.at(address));
    server =
        concurrent
            ? EchoServer.concurrent(options, journal::add)
            : EchoServer.sequential(options, calls::add, journal::add);
    thread = Thread.ofPlatform().start(this::serve);
  }

  static RunningServer sequential() throws IOException {
    return new RunningServer(false, UnaryOperator.identity());
  }

  static RunningServer sequential(UnaryOperator<ServerOptions> change) throws IOException {
    return new RunningServer(false, change);
  }

  static RunningServer concurrent() throws IOException {
    return new RunningServer(true, UnaryOperator.identity());
  }

  static RunningServer of(boolean concurrent) throws IOException {
    return new RunningServer(concurrent, UnaryOperator.identity());
  }

  private void serve() {
    try {
      server.serve();
    } catch (InterruptedIOException e) {
      journal.add("stopped");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InternetAddress address() {
    return server.address();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }
}
