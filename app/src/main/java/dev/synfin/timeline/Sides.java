package dev.synfin.timeline;

import dev.synfin.track.Side;
import org.jspecify.annotations.Nullable;

/** The same thing of both ends. */
public record Sides<T extends @Nullable Object>(T client, T server) {
  /** The one of this side. */
  public T of(Side side) {
    return side == Side.CLIENT ? client : server;
  }
}
