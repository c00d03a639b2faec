package dev.synfin.watch;

import dev.synfin.stage.LoopbackStage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The live page as the tests serve it: on loopback, with runs on this machine. */
final class Served {
  private Served() {}

  /**
   * Serves what lies in this folder.
   *
   * @param port 0 for any that is free
   */
  static WatchServer on(int port, Path timelines) throws IOException {
    return new WatchServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        timelines,
        LoopbackStage::new,
        t -> "a ladder");
  }
}
