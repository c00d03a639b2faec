package dev.synfin.track;

import org.jspecify.annotations.Nullable;

/** One connection or UDP conversation as the tracker follows it. */
public abstract class Connection {
  private @Nullable Object attachment;

  Connection() {}

  /** Number per protocol, from 0, in order of first frames. */
  public abstract long stream();

  /** TCP or UDP. */
  public abstract Protocol protocol();

  /** Time of the first frame, nanoseconds since 1970-01-01T00:00:00Z. */
  public abstract long startedAtNanos();

  /** What it amounted to so far. */
  public abstract ConnectionSummary summary();

  /** What the observer keeps with this connection, so that it needs no table of its own. */
  public final @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps something of the observer's with this connection. */
  public final void attach(@Nullable Object something) {
    attachment = something;
  }
}
