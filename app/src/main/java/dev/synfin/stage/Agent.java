package dev.synfin.stage;

import java.io.IOException;

/** Someone whom a conductor leads through runs: a tap, a program, or a setup. */
interface Agent {

  /** The name under which it is met, such as {@code client-tap}. */
  String name();

  /**
   * Answers one conductor through one run, until either hangs up. Whatever was begun and not ended
   * is undone: a conductor that dies leaves nothing behind.
   */
  void attend(Line line) throws IOException;
}
