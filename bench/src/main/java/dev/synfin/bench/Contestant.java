package dev.synfin.bench;

import java.util.List;

/**
 * A command that is measured.
 *
 * @param name as the table has it
 * @param against what it is to be compared with: {@code summary}, {@code lines} or nothing
 * @param command where {@code {file}} stands for the capture file and {@code {out}} for a folder
 */
record Contestant(String name, String against, List<String> command) {
  static Contestant of(String name, String against, String command) {
    return new Contestant(name, against, List.of(command.split(" ", -1)));
  }

  List<String> on(String file, String out) {
    return command.stream().map(w -> w.replace("{file}", file).replace("{out}", out)).toList();
  }
}
