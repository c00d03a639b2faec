package dev.synfin.echo;

import dev.synfin.socket.Socket;
import java.io.IOException;

/** A connection on one of the kernel's sockets. */
record SocketPeer(Socket socket) implements Peer {

  @Override
  public String name() {
    return String.valueOf(socket.remote());
  }

  @Override
  public byte[] recv() throws IOException {
    return socket.recv(EchoServer.PIECE);
  }

  @Override
  public void sendAll(byte[] bytes) throws IOException {
    socket.sendAll(bytes);
  }

  @Override
  public void close() {
    socket.close();
  }
}
