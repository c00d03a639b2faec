package dev.synfin.echo;

import dev.synfin.socket.CallListener;
import dev.synfin.socket.InternetAddress;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads pieces of up to 1,024 octets and answers each with the same octets and a suffix, until the
 * client's end of file; then it closes its end too. Neither that nor a reset ends the server.
 */
public sealed interface EchoServer extends AutoCloseable
    permits SequentialServer, ConcurrentServer {
  /** Octets read at a time. */
  int PIECE = 1_024;

  /**
   * Listens, and serves one client at a time: the next waits in the backlog.
   *
   * @param journal hears a line for whatever happens to a connection
   * @throws dev.synfin.socket.SocketException if it cannot listen there
   */
  static EchoServer sequential(ServerOptions options, CallListener calls, Consumer<String> journal)
      throws IOException {
    return SequentialServer.listen(options, calls, journal);
  }

  /**
   * Listens, and serves each client on a virtual thread of its own; its calls are Java's, not the
   * kernel's, and stand in no log.
   *
   * @param journal hears a line for whatever happens to a connection, on any thread
   * @throws dev.synfin.socket.SocketException if it cannot listen there
   */
  static EchoServer concurrent(ServerOptions options, Consumer<String> journal) throws IOException {
    return ConcurrentServer.listen(options, journal);
  }

  /** Where it listens: the port is the one that the kernel chose. */
  InternetAddress address();

  /**
   * Serves until the thread is interrupted.
   *
   * @throws java.io.InterruptedIOException when it is
   * @throws IOException if no connection can be accepted any more
   */
  void serve() throws IOException;

  @Override
  void close();
}
