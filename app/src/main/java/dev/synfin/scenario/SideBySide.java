package dev.synfin.scenario;

import dev.synfin.socket.Socket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Programs that run at the same time, each on a thread of its own. The first that does not go as
 * the scenario has it ends them all.
 */
final class SideBySide {
  private static final long SMALL_STACK = 256 << 10;

  private final StepPlayer parent;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread owner = Thread.currentThread();

  SideBySide(StepPlayer parent) {
    this.parent = parent;
  }

  void parallel(Step.Parallel parallel) throws IOException, Mismatch {
    var meeting = new CyclicBarrier(parallel.times());
    together(() -> {
      for (int i = 0; i < parallel.times(); i++) {
        start(parent.beside(parent.sockets().beside(), meeting), parallel.steps());
      }
    });
  }

  void serve(Step.Serve serve) throws IOException, Mismatch {
    var accept = new Step.Accept(new Step.Use(serve.line(), null, null), null);
    together(() -> {
      for (int i = 0; i < serve.times(); i++) {
        Socket accepted = parent.sockets().accept(accept);
        start(parent.beside(parent.sockets().serving(accepted), null), serve.steps());
      }
    });
  }

  /** Starts several programs, one after the other. */
  private interface Beginning {
    void begin() throws IOException, Mismatch;
  }

  /** Whoever is not as written interrupts the beginning of those that come after it, too. */
  private void together(Beginning beginning) throws IOException, Mismatch {
    try {
      beginning.begin();
    } catch (InterruptedIOException e) {
      if (failure.get() == null) {
        throw e;
      }
      var unused = Thread.interrupted(); // it was this failure's
      threads.forEach(Thread::interrupt);
    } finally {
      join();
    }
    rethrow();
  }

  private void start(StepPlayer player, List<Step> steps) {
    // a platform thread: it shares its parent's network namespace, and its calls block
    var thread = new Thread(null, () -> play(player, steps), owner.getName(), SMALL_STACK);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void play(StepPlayer player, List<Step> steps) {
    try {
      player.play(steps);
    } catch (IOException | Mismatch | RuntimeException e) {
      if (failure.compareAndSet(null, e)) {
        owner.interrupt();
      }
    } finally {
      player.sockets().close();
    }
  }

  private void join() throws InterruptedIOException {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      if (failure.get() == null) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while several programs ran.");
      }
    }
  }

  private void rethrow() throws IOException, Mismatch {
    switch (failure.get()) {
      case null -> {}
      case Mismatch mismatch -> {
        var unused = Thread.interrupted(); // it was this failure's
        throw mismatch;
      }
      case IOException io -> throw io;
      case RuntimeException mistake -> throw mistake;
      case Exception other -> throw new IllegalStateException(other);
    }
  }

  static void arrive(CyclicBarrier meeting) throws InterruptedIOException {
    try {
      meeting.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for the others.");
    }
  }
}
