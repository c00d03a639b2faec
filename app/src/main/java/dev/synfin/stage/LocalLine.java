package dev.synfin.stage;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A line inside one process. An empty {@code Optional} in a queue means that its end hung up. */
final class LocalLine implements Line {
  private final BlockingQueue<Optional<Message>> incoming;
  private final BlockingQueue<Optional<Message>> outgoing;

  private LocalLine(
      BlockingQueue<Optional<Message>> incoming, BlockingQueue<Optional<Message>> outgoing) {
    this.incoming = incoming;
    this.outgoing = outgoing;
  }

  /** The two ends of a new line. */
  record Ends(Line one, Line other) {}

  static Ends connected() {
    var there = new LinkedBlockingQueue<Optional<Message>>();
    var back = new LinkedBlockingQueue<Optional<Message>>();
    return new Ends(new LocalLine(there, back), new LocalLine(back, there));
  }

  @Override
  public void send(Message message) {
    outgoing.add(Optional.of(message));
  }

  @Override
  public @Nullable Message receive() throws IOException {
    try {
      Optional<Message> next = incoming.take();
      if (next.isEmpty()) {
        incoming.add(next); // whoever asks again is told again
      }
      return next.orElse(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for the other end.", e);
    }
  }

  @Override
  public void close() {
    outgoing.add(Optional.empty());
    incoming.add(Optional.empty());
  }
}
