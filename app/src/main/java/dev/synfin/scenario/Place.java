package dev.synfin.scenario;

import dev.synfin.socket.Address;
import dev.synfin.socket.Family;
import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.UnixAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a program runs.
 *
 * @param own the address at which a server binds
 * @param peer the address to which a client connects
 * @param folder that both programs can write: Unix sockets are there
 */
public record Place(InetAddress own, InetAddress peer, Path folder) {

  Address own(Family family, int port) {
    return family == Family.UNIX ? unix(port) : new InternetAddress(own, port);
  }

  Address peer(Family family, int port) {
    return family == Family.UNIX ? unix(port) : new InternetAddress(peer, port);
  }

  private Address unix(int port) {
    return new UnixAddress(unixFile(port).toString());
  }

  /** Network namespaces share no abstract names, so it is a file. */
  private Path unixFile(int port) {
    return folder.resolve("s" + port);
  }

  /** A Unix socket's name stays when the socket is closed, and keeps the next from it. */
  void cleanUp(int port) throws IOException {
    Files.deleteIfExists(unixFile(port));
  }
}
