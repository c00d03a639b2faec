package dev.synfin.stage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is gone when it is closed, and also when a signal ends the process before. */
final class TemporaryFolder implements Closeable {
  private final Path path;
  private final Thread hook = Thread.ofPlatform().unstarted(this::deleteWhatIsThere);

  TemporaryFolder() throws IOException {
    path = Files.createTempDirectory("synfin");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Path path() {
    return path;
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
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending: the hook deletes
    }
    FileTree.delete(path);
  }
}
