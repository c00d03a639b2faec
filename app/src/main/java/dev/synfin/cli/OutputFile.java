package dev.synfin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a command is told to write. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Requires that a file can stand there.
   *
   * @throws IOException naming the folder that is missing
   */
  static Path require(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no folder " + folder + ": make it, or choose another");
    }
    return file;
  }
}
