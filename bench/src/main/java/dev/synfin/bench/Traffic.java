package dev.synfin.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * What was sent.
 *
 * @param rate frames a second
 */
record Traffic(long sent, double rate) {
  private static final int WARM_UP_FRAMES = 100_000;

  /** Sends a load for so long; a sender that is held up ends with fewer frames, not later. */
  static Traffic send(Load load, Duration duration) throws IOException {
    load.maker().send(WARM_UP_FRAMES, frame -> {});
    try (var sender = new FrameSender(VethPair.IFACE, load.framesPerSecond(), duration)) {
      load.maker().send((long) (load.framesPerSecond() * duration.toMillis() / 1_000), sender);
      sender.flush();
      return new Traffic(sender.sent(), sender.rate());
    }
  }
}
