package dev.synfin.bench;

import java.util.List;

/**
 * A command that is measured.
 *
 * @param name as the table has it
 * @param against what it is to be compared with: {@code summary}, {@code lines} or nothing
 * @param command where {@code {file}} stands for the capture file and {@code {out}} for a folder
 * @param firstFrames how many frames it looks at, or 0 for all: its rate is what is compared
 */
record Contestant(String name, String against, List<String> command, long firstFrames) {
  static Contestant of(String name, String against, String command) {
    return new Contestant(name, against, List.of(command.split(" ", -1)), 0);
  }

  /** The same, which stops after so many frames. */
  Contestant first(long frames) {
    return new Contestant(name, against, command, frames);
  }

  List<String> on(String file, String out) {
    return command.stream().map(w -> w.replace("{file}", file).replace("{out}", out)).toList();
  }
}
