package dev.synfin.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a tool of the lab's image, such as {@code ip} or {@code iptables}. */
final class HostCommand {
  private HostCommand() {}

  /**
   * Runs a tool to its end.
   *
   * @return what it printed
   * @throws IOException if the tool is missing or fails, with what it said
   */
  static String run(List<String> command) throws IOException {
    Process tool;
    try {
      tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "The tool " + command.getFirst() + " cannot be started: is it in the image?", e);
    }
    try {
      tool.getOutputStream().close();
      var said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (tool.waitFor() != 0) {
        throw new IOException(
            "«" + String.join(" ", command) + "» failed: " + said.strip().replace('\n', ' '));
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + command.getFirst() + " ran.", e);
    }
  }

  static String run(String... command) throws IOException {
    return run(List.of(command));
  }
}
