package dev.synfin.track;

import org.jspecify.annotations.Nullable;

/** The connections that were opened last, in a ring, to find those that wait for long. */
final class RecentlyOpened {
  private static final int PLACES = 1 << 14;

  private final @Nullable TcpConnection[] ring = new @Nullable TcpConnection[PLACES];
  private int next;

  /** Adds one, and returns the one whose place it took. */
  @Nullable TcpConnection add(TcpConnection connection) {
    TcpConnection displaced = ring[next];
    ring[next] = connection;
    next = (next + 1) & (PLACES - 1);
    return displaced;
  }
}
