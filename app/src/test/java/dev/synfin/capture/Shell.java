package dev.synfin.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands that prepare the network for a test. */
final class Shell {
  private Shell() {}

  /** Runs a command, words separated by spaces, and expects that it succeeds. */
  static void run(String command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command.split(" "))).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("«" + command + "» failed: " + said.strip());
    }
  }
}
