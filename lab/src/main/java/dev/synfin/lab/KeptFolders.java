package dev.synfin.lab;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Where captures are kept: {@code target/wire}, or what {@code synfin.wire} names. */
final class KeptFolders {
  private static final AtomicInteger WITHOUT_TEST = new AtomicInteger();

  private KeptFolders() {}

  static Path all() {
    return Path.of(System.getProperty("synfin.wire", "target/wire"));
  }

  /**
   * For what an assertion looked at, which may be less than the whole test: beside the test's own;
   * without the extension, one of its own.
   */
  static Path next() {
    KeptTest test = KeptTest.current();
    return test != null
        ? test.next()
        : all()
            .resolve("run-" + ProcessHandle.current().pid() + "-" + WITHOUT_TEST.incrementAndGet());
  }

  /** Removes what is empty of a folder and of those above it, up to that of all. */
  static void removeEmpty(Path folder) throws IOException {
    Path all = all().toAbsolutePath();
    Path one = folder.toAbsolutePath();
    try {
      while (one != null && one.startsWith(all) && !one.equals(all)) {
        Files.deleteIfExists(one);
        one = one.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      // another test's is there
    }
  }
}
