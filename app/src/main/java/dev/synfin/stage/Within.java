package dev.synfin.stage;

import dev.synfin.socket.NetworkNamespace;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does something on a thread inside a network namespace, and waits for it. */
record Within(NetworkNamespace namespace) {

  /** What is done. */
  interface Deed {
    void run() throws IOException;
  }

  void run(Deed deed) throws IOException {
    var task =
        new FutureTask<Void>(() -> {
          namespace.enter();
          deed.run();
          return null;
        });
    Thread.ofPlatform().name("within a network namespace").daemon().start(task);
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a network was made.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
