package dev.synfin.echo;

import java.io.IOException;

/** A connection as the server sees it. */
interface Peer extends AutoCloseable {

  /** The client's address. */
  String name();

  /** The next octets, at most {@link EchoServer#PIECE}; none at the end of file. */
  byte[] recv() throws IOException;

  void sendAll(byte[] bytes) throws IOException;

  @Override
  void close();
}
