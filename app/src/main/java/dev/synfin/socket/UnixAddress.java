package dev.synfin.socket;

import java.nio.charset.StandardCharsets;

/**
 * A Unix socket's name.
 *
 * @param path of the file; empty for a socket without a name; {@code @name} in the abstract
 *     namespace; at most 107 octets of UTF-8
 */
public record UnixAddress(String path) implements Address {
  /** Room for the path and its end in {@code struct sockaddr_un}. */
  static final int MAX_PATH = 108;

  public UnixAddress {
    if (path.getBytes(StandardCharsets.UTF_8).length >= MAX_PATH) {
      throw new IllegalArgumentException("longer than 107 octets: " + path);
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
