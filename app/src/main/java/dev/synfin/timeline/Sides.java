package dev.synfin.timeline;

import dev.synfin.track.Side;

/** The same thing of both ends. */
public record Sides<T>(T client, T server) {
  /** The one of this side. */
  public T of(Side side) {
    return side == Side.CLIENT ? client : server;
  }
}
