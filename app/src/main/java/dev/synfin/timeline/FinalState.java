package dev.synfin.timeline;

import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import org.jspecify.annotations.Nullable;

/** The last inferred state of each end; null where it cannot be known. */
public record FinalState(@Nullable TcpState client, @Nullable TcpState server) {
  /** The one of this side. */
  public @Nullable TcpState of(Side side) {
    return side == Side.CLIENT ? client : server;
  }
}
