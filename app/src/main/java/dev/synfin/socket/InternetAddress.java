package dev.synfin.socket;

import dev.synfin.address.IpAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * An IP address with a port.
 *
 * @param port 0 to 65,535; 0 lets the kernel choose
 */
public record InternetAddress(InetAddress host, int port) implements Address {

  public InternetAddress {
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }

  /**
   * The same address, of one of Java's own sockets.
   *
   * @throws NullPointerException if its name was not resolved
   */
  public static InternetAddress of(InetSocketAddress address) {
    return new InternetAddress(
        Objects.requireNonNull(address.getAddress(), "not resolved"), address.getPort());
  }

  /** {@code ip:port} or {@code [ip6]:port}. */
  @Override
  public String toString() {
    return host instanceof Inet6Address six
        ? "[" + IpAddresses.text(six) + scope(six) + "]:" + port
        : host.getHostAddress() + ":" + port;
  }

  private static String scope(Inet6Address six) {
    return six.getScopeId() == 0 ? "" : "%" + six.getScopeId();
  }
}
