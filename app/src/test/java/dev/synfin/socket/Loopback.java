package dev.synfin.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Sockets on 127.0.0.1: a listener, a client that is connected to it, the accepted end. */
final class Loopback implements AutoCloseable {
  final CallRecorder calls = new CallRecorder();
  final Socket listener;
  final Socket client;
  final Socket server;

  Loopback() throws IOException {
    listener = listening(Family.INET, calls);
    client = Socket.open(Family.INET, Kind.STREAM, calls);
    client.connect(listener.localAddress());
    server = listener.accept();
  }

  static Address any() {
    return at(0);
  }

  static Address at(int port) {
    return new InternetAddress(address("127.0.0.1"), port);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Socket listening(Family family, CallListener calls) throws IOException {
    var listener = Socket.open(family, Kind.STREAM, calls);
    listener.bind(family == Family.INET6 ? new InternetAddress(address("::1"), 0) : any());
    listener.listen(5);
    return listener;
  }

  /** An address at which nothing listens: a port that is bound, but takes no connections. */
  static Socket deaf() throws IOException {
    var deaf = Socket.open(Family.INET, Kind.STREAM, CallListener.NONE);
    deaf.bind(any());
    return deaf;
  }

  @Override
  public void close() {
    client.close();
    server.close();
    listener.close();
  }
}
