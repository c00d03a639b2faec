package dev.synfin.stage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A folder that is gone when it is closed, and also when a signal ends the process before: a run
 * that is stopped takes what it needs from it first.
 */
final class TemporaryFolder implements Closeable {
  private static final int PATIENCE_S = 15;

  private final Path path;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().unstarted(this::deleteInTheEnd);

  TemporaryFolder() throws IOException {
    path = Files.createTempDirectory("synfin");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Path path() {
    return path;
  }

  private void deleteInTheEnd() {
    try {
      var unused = closed.await(PATIENCE_S, TimeUnit.SECONDS); // either way it goes
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteWhatIsThere();
  }

  /** Others may still be writing into it while the process ends: what they add is tried again. */
  private void deleteWhatIsThere() {
    for (int i = 0; i < 3; i++) {
      try {
        FileTree.delete(path);
        return;
      } catch (IOException e) {
        // once more
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending: the hook deletes
    }
    FileTree.delete(path);
  }
}
