package dev.synfin.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code synfin}: finds the subcommand and returns its exit code. */
@Command(
    name = "synfin",
    description = "Shows what sockets do on the wire.",
    mixinStandardHelpOptions = true)
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code: 0, 1 (failure) or 2 (usage). */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
