package dev.synfin.track;

import org.jspecify.annotations.Nullable;

/** Connections that both ends have closed, in the order in which they did, linked in themselves. */
final class ClosedQueue {
  private @Nullable Connection first;
  private @Nullable Connection last;
  private int size;

  void add(Connection connection) {
    if (connection.queued) {
      return;
    }
    connection.queued = true;
    size++;
    connection.closedBefore = last;
    if (last == null) {
      first = connection;
    } else {
      last.closedAfter = connection;
    }
    last = connection;
  }

  void remove(Connection connection) {
    if (!connection.queued) {
      return;
    }
    connection.queued = false;
    size--;
    Connection before = connection.closedBefore;
    Connection after = connection.closedAfter;
    if (before == null) {
      first = after;
    } else {
      before.closedAfter = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.closedBefore = before;
    }
    connection.closedBefore = null;
    connection.closedAfter = null;
  }

  int size() {
    return size;
  }

  /** The one that has been closed for the longest, or null. */
  @Nullable Connection first() {
    return first;
  }
}
