package dev.synfin.timeline;

import java.util.Objects;

/**
 * One capture's sight of a packet.
 *
 * @param capture the capture's id
 * @param frame number there
 * @param tNs nanoseconds since the connection's first frame
 */
public record Seen(String capture, long frame, long tNs) {
  public Seen {
    Objects.requireNonNull(capture, "seen.capture");
  }
}
