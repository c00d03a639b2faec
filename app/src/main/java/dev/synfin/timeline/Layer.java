package dev.synfin.timeline;

import java.util.Objects;

/**
 * One layer of a frame's encapsulation.
 *
 * @param name {@code ethernet}, {@code linux_cooked}, {@code loopback} or {@code link}; {@code
 *     ipv4}, {@code ipv6}, {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6} or {@code
 *     payload}
 * @param offset octets from the frame's beginning
 * @param length octets of this layer's own header, or of the payload on the wire
 */
public record Layer(String name, int offset, int length) {
  public Layer {
    Objects.requireNonNull(name, "layer.name");
  }
}
