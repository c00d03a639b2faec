package dev.synfin.echo;

import dev.synfin.socket.CallListener;
import dev.synfin.socket.Family;
import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Option;
import dev.synfin.socket.Socket;
import dev.synfin.socket.SocketException;
import java.io.IOException;
import java.net.Inet6Address;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The classic loop: accept, read and answer until the end of file, close, accept the next. */
final class SequentialServer implements EchoServer {
  private final Socket listener;
  private final InternetAddress address;
  private final Conversation conversation;
  private final Consumer<String> journal;

  private SequentialServer(Socket listener, ServerOptions options, Consumer<String> journal)
      throws SocketException {
    this.listener = listener;
    this.address = (InternetAddress) listener.localAddress();
    this.conversation = new Conversation(options, journal);
    this.journal = journal;
  }

  static SequentialServer listen(
      ServerOptions options, CallListener calls, Consumer<String> journal) throws IOException {
    var listener = Socket.open(family(options.address()), Kind.STREAM, calls);
    try {
      configure(listener, options);
      listener.bind(options.address());
      listener.listen(options.backlog());
      return new SequentialServer(listener, options, journal);
    } catch (SocketException e) {
      listener.close();
      throw e;
    }
  }

  /** Before listen, as the window scale needs; accepted sockets inherit them all. */
  private static void configure(Socket listener, ServerOptions options) throws SocketException {
    if (options.reuseAddress()) {
      listener.setOption(Option.REUSE_ADDRESS, 1);
    }
    if (options.noDelay()) {
      listener.setOption(Option.NO_DELAY, 1);
    }
    set(listener, Option.RECEIVE_BUFFER, options.receiveBuffer());
    set(listener, Option.SEND_BUFFER, options.sendBuffer());
  }

  private static void set(Socket listener, Option option, @Nullable Integer value)
      throws SocketException {
    if (value != null) {
      listener.setOption(option, value);
    }
  }

  private static Family family(InternetAddress address) {
    return address.host() instanceof Inet6Address ? Family.INET6 : Family.INET;
  }

  @Override
  public InternetAddress address() {
    return address;
  }

  @Override
  public void serve() throws IOException {
    while (true) {
      try {
        conversation.hold(new SocketPeer(listener.accept()));
      } catch (SocketException e) {
        PassingErrors.endure(e, journal);
      }
    }
  }

  @Override
  public void close() {
    listener.close();
  }
}
