package dev.synfin.lab;

import dev.synfin.track.Connection;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ForwardingObserver;
import java.util.function.Consumer;

/** Tells of connections that are opened, and another observer of everything. */
final class Opened extends ForwardingObserver {
  private final Consumer<Connection> listener;

  Opened(ConnectionObserver next, Consumer<Connection> listener) {
    super(next);
    this.listener = listener;
  }

  @Override
  public void opened(Connection connection) {
    super.opened(connection);
    listener.accept(connection);
  }
}
