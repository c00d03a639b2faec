package dev.synfin.echo;

import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.SocketException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * A virtual thread for each connection, on Java's channels: a thread that waits costs some hundred
 * octets and no thread of the kernel's, so that ten thousand idle clients need little.
 */
final class ConcurrentServer implements EchoServer {
  private final ServerSocketChannel listener;
  private final InternetAddress address;
  private final ServerOptions options;
  private final Conversation conversation;
  private final Consumer<String> journal;

  private ConcurrentServer(
      ServerSocketChannel listener, ServerOptions options, Consumer<String> journal)
      throws IOException {
    this.listener = listener;
    this.address = InternetAddress.of((InetSocketAddress) listener.getLocalAddress());
    this.options = options;
    this.conversation = new Conversation(options, journal);
    this.journal = journal;
  }

  static ConcurrentServer listen(ServerOptions options, Consumer<String> journal)
      throws IOException {
    var listener = ServerSocketChannel.open(family(options.address()));
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
      if (options.receiveBuffer() != null) {
        listener.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
      }
      listener.bind(java(options.address()), options.backlog());
      return new ConcurrentServer(listener, options, journal);
    } catch (IOException e) {
      listener.close();
      throw SocketException.of(e, "bind", options.address());
    }
  }

  private static StandardProtocolFamily family(InternetAddress address) {
    return address.host() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  private static InetSocketAddress java(InternetAddress address) {
    return new InetSocketAddress(address.host(), address.port());
  }

  @Override
  public InternetAddress address() {
    return address;
  }

  @Override
  public void serve() throws IOException {
    while (true) {
      try {
        var connection = listener.accept();
        Thread.startVirtualThread(() -> hold(connection));
      } catch (ClosedByInterruptException e) {
        throw new InterruptedIOException("The server was told to stop.");
      } catch (IOException e) {
        PassingErrors.endure(SocketException.of(e, "accept", null), journal);
      }
    }
  }

  private void hold(SocketChannel connection) {
    try {
      conversation.hold(ChannelPeer.of(connection, options));
    } catch (IOException e) {
      journal.accept(e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      journal.accept(e.getMessage());
    }
  }
}
