package dev.synfin.timeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a log of socket calls as JSON Lines: a {@code call} event each, in the order in which they
 * returned. Each line is with the file when {@link #write} returns, so that a program that is
 * killed leaves what it did. Several threads may write.
 */
public final class CallLinesWriter implements Closeable {
  private final OutputStream out;

  /**
   * Writes a new file.
   *
   * @throws IOException if it cannot be made
   */
  public CallLinesWriter(Path file) throws IOException {
    this(Files.newOutputStream(file));
  }

  /** Writes to this stream, which {@link #close()} closes. */
  public CallLinesWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one line.
   *
   * @throws UncheckedIOException if the stream fails
   */
  public void write(CallEvent call) {
    var line = Json.MAPPER.writeValueAsBytes(call);
    try {
      writeLine(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void writeLine(byte[] line) throws IOException {
    out.write(line);
    out.write('\n');
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
