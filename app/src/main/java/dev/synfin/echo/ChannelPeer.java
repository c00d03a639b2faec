package dev.synfin.echo;

import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.SocketException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** A connection on one of Java's channels; what fails tells the same errors as a socket does. */
final class ChannelPeer implements Peer {
  private final SocketChannel channel;
  private final InternetAddress client;
  private final ByteBuffer piece = ByteBuffer.allocate(EchoServer.PIECE);

  private ChannelPeer(SocketChannel channel, InternetAddress client) {
    this.channel = channel;
    this.client = client;
  }

  /** Takes the channel, with the options that it does not inherit. */
  static ChannelPeer of(SocketChannel channel, ServerOptions options) throws IOException {
    try {
      var client = InternetAddress.of((InetSocketAddress) channel.getRemoteAddress());
      channel.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
      if (options.sendBuffer() != null) {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
      }
      return new ChannelPeer(channel, client);
    } catch (IOException e) {
      channel.close();
      throw SocketException.of(e, "setsockopt", null);
    }
  }

  @Override
  public String name() {
    return client.toString();
  }

  @Override
  public byte[] recv() throws IOException {
    piece.clear();
    try {
      var count = channel.read(piece);
      return Arrays.copyOf(piece.array(), Math.max(0, count));
    } catch (IOException e) {
      throw failure(e, "recv");
    }
  }

  @Override
  public void sendAll(byte[] bytes) throws IOException {
    var rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw failure(e, "sendall");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // it is closed all the same
    }
  }

  private IOException failure(IOException e, String call) {
    return e instanceof ClosedByInterruptException
        ? new InterruptedIOException("The server was told to stop.")
        : SocketException.of(e, call, client);
  }
}
