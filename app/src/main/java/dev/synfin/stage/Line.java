package dev.synfin.stage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A two-way line between a conductor and an agent. */
interface Line extends AutoCloseable {

  /**
   * Says something.
   *
   * @throws IOException if the other end has hung up
   */
  void send(Message message) throws IOException;

  /**
   * Waits for what the other end says next.
   *
   * @return null if the other end has hung up
   */
  @Nullable Message receive() throws IOException;

  /** Hangs up: the other end's {@link #receive()} returns null. */
  @Override
  void close();
}
