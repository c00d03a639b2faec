package dev.synfin.timeline;

import dev.synfin.track.TcpState;
import java.util.Objects;

/**
 * An end enters a state.
 *
 * @param frame the segment after which it is in that state
 * @param tNs nanoseconds since the connection's first frame
 */
public record StateChange(TcpState state, long frame, long tNs) {
  public StateChange {
    Objects.requireNonNull(state, "state");
  }
}
