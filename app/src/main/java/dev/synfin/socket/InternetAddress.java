package dev.synfin.socket;

import java.net.Inet6Address;
import java.net.InetAddress;

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

  /** {@code ip:port} or {@code [ip6]:port}. */
  @Override
  public String toString() {
    return host instanceof Inet6Address six
        ? "[" + Ipv6Text.of(six) + "]:" + port
        : host.getHostAddress() + ":" + port;
  }
}
