package dev.synfin.bench;

import dev.synfin.capture.FrameSink;
import java.io.IOException;

/**
 * Traffic to capture.
 *
 * @param name as the table has it
 * @param framesPerSecond how fast it is sent
 */
record Load(String name, double framesPerSecond, Maker maker) {

  /** What makes the frames of a load: always the same ones. */
  @FunctionalInterface
  interface Maker {
    void send(long frames, FrameSink sink) throws IOException;
  }

  static final Load FULL_FRAMES =
      new Load("100,000 full-size frames/s", 100_000, CaptureMaker::sendFullFrames);

  static final Load SHORT_CONNECTIONS =
      new Load(
          "18,000 short connections/s",
          180_000,
          (frames, sink) ->
              CaptureMaker.sendShortConnections((int) (frames / CaptureMaker.FRAMES), sink));

  /** The same traffic no faster than this. */
  Load atMost(double limit) {
    return limit < framesPerSecond ? new Load(name, limit, maker) : this;
  }
}
