package dev.synfin.timeline;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection.
 *
 * @param address IPv4 dotted, IPv6 as RFC 5952 prints it, or a Unix socket's path
 * @param port null for a Unix socket
 * @param name the lab host's name where known
 */
public record Endpoint(String address, @Nullable Integer port, @Nullable String name) {
  public Endpoint {
    Objects.requireNonNull(address, "address");
  }

  /** {@code 10.0.0.1:8080}, {@code [fd00::1]:8080}, or the bare address without a port. */
  public String text() {
    if (port == null) {
      return address;
    }
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }

  // A record's own are linked when first called (ObjectMethods), which a short run feels.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint end
        && address.equals(end.address)
        && Objects.equals(port, end.port)
        && Objects.equals(name, end.name);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * address.hashCode() + Objects.hashCode(port)) + Objects.hashCode(name);
  }
}
