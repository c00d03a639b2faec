package dev.synfin.capture;

import java.io.IOException;

/** Where frames come from: a capture file or a live interface. */
public interface FrameSource extends AutoCloseable {

  /**
   * Delivers every frame in the order of capture, and returns when there is no more.
   *
   * @throws IOException if the source cannot be read at all, or the sink failed; damage in the
   *     middle of a capture file is not an exception: what could be read was delivered, and the
   *     source tells of the damage
   */
  void deliverTo(FrameSink sink) throws IOException;

  @Override
  void close() throws IOException;
}
