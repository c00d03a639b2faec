package dev.synfin.cli;

import dev.synfin.socket.InternetAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** Names of hosts, resolved. */
final class Hosts {
  private Hosts() {}

  /**
   * All addresses that the name has, in the resolver's order.
   *
   * @throws IOException if it has none
   */
  static List<InternetAddress> resolve(String host, int port) throws IOException {
    try {
      return Stream.of(InetAddress.getAllByName(host))
          .map(address -> new InternetAddress(address, port))
          .toList();
    } catch (UnknownHostException e) {
      throw new IOException("The name «" + host + "» has no address: is it spelled right?", e);
    }
  }
}
