package dev.synfin.timeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;

/** Writes socket calls as JSON Lines, each as soon as it is known. */
public final class CallLinesWriter implements AutoCloseable {
  private final Path file;
  private final Writer out;

  /**
   * Begins a file; one that is there is replaced.
   *
   * @throws IOException if it cannot be written
   */
  public CallLinesWriter(Path file) throws IOException {
    this.file = file;
    this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  /**
   * Adds a call; may be called by several threads.
   *
   * @throws UncheckedIOException if the file cannot be written: whoever logs is in the middle of a
   *     socket call
   */
  public synchronized void write(CallEvent call) {
    try {
      out.write(Json.MAPPER.writeValueAsString(call));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The log of socket calls " + file + " cannot be written: " + e.getMessage() + ".", e);
    } catch (JacksonException e) {
      throw new IllegalStateException("a call is always JSON", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
