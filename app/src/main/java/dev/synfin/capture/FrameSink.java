package dev.synfin.capture;

import java.io.IOException;

/** Where frames go. */
@FunctionalInterface
public interface FrameSink {

  /**
   * Takes one frame, which is valid during the call only.
   *
   * @throws IOException if what the sink writes cannot be written; ends the delivery
   */
  void accept(Frame frame) throws IOException;

  /**
   * Hears that no more frames are there for the moment: what waits for company need not wait.
   *
   * @throws IOException as {@link #accept}
   */
  default void pause() throws IOException {}
}
