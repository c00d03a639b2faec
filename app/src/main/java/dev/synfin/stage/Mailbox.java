package dev.synfin.stage;

import dev.synfin.scenario.Signals;
import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The signals that have reached one program; its own go out over the line. */
final class Mailbox implements Signals {
  private final Line line;
  private final Watch watch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Set<String> given = new HashSet<>();

  /** Is told the name of a signal before anyone else. */
  interface Watch {
    void given(String name) throws IOException;
  }

  Mailbox(Line line, Watch watch) {
    this.line = line;
    this.watch = watch;
  }

  @Override
  public void signal(String name) throws IOException {
    watch.given(name);
    arrives(name);
    line.send(Message.of(Verb.SIGNAL, name));
  }

  /** Someone gave this signal. */
  void arrives(String name) {
    lock.lock();
    try {
      given.add(name);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean await(String name, Duration timeout) throws IOException {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (!given.contains(name)) {
        if (left <= 0) {
          return false;
        }
        left = arrived.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("Interrupted while awaiting " + name + ".");
    } finally {
      lock.unlock();
    }
  }
}
