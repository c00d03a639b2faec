package dev.synfin.scenario;

import java.io.IOException;
import java.time.Duration;

/** How the programs of one run wait for each other. */
public interface Signals {
  /** What a server's program signals by itself once it listens. */
  String LISTENING = "listening";

  /** What follows the name of a signal when the network has done what the signal is for. */
  String DONE = " done";

  /** Lets everyone who awaits this name go on, now and later. */
  void signal(String name) throws IOException;

  /**
   * Waits until someone has signalled this name.
   *
   * @return false if nobody did in time
   */
  boolean await(String name, Duration timeout) throws IOException;
}
