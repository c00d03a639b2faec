package dev.synfin.timeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;

/** Writes samples of a kernel's socket tables as JSON Lines, each with the file at once. */
public final class KernelLinesWriter implements Closeable {
  private final OutputStream out;

  /** Writes to this stream, which {@link #close()} closes. */
  public KernelLinesWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one line.
   *
   * @throws IOException if the stream fails
   */
  public void write(KernelSample sample) throws IOException {
    try {
      out.write(Json.MAPPER.writeValueAsBytes(sample));
    } catch (JacksonException e) {
      throw new IOException(e.getMessage(), e);
    }
    out.write('\n');
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
