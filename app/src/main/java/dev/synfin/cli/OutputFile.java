package dev.synfin.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A file that a command is told to write. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Requires that a file can stand there.
   *
   * @throws IOException naming the folder that is missing, or that stands there itself
   */
  static Path require(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a folder; name a file in it");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no folder " + folder + ": make it, or choose another");
    }
    return file;
  }

  /** What writes a file's content. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file as a whole: what stood there before stays until the new content is complete. What
   * cannot be replaced, such as a pipe, is written as it is.
   *
   * @throws IOException if it cannot be written; then nothing has changed
   */
  static void replace(Path file, Content content) throws IOException {
    Path whole = Files.exists(require(file)) ? file.toRealPath() : file.toAbsolutePath();
    if (!replaceable(whole)) {
      write(file, content);
      return;
    }
    Path aside =
        whole.resolveSibling("." + whole.getFileName() + "-" + ProcessHandle.current().pid());
    try {
      write(aside, content);
      Files.move(aside, whole, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside); // where it could not become the file
    }
  }

  /** Someone may have the right to write a file, but not to put another in its place. */
  private static boolean replaceable(Path file) {
    return (Files.notExists(file) || (Files.isRegularFile(file) && Files.isWritable(file)))
        && Files.isWritable(Objects.requireNonNull(file.getParent()));
  }

  private static void write(Path file, Content content) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      content.writeTo(out);
    }
  }
}
