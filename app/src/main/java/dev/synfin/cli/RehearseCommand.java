package dev.synfin.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs several commands in one process: the virtual machine can note what they load and use. */
@Command(
    name = "rehearse",
    description =
        "Runs commands one after the other, for a cache of classes (-XX:AOTCacheOutput) that serves"
            + " all of them.",
    mixinStandardHelpOptions = true,
    hidden = true)
final class RehearseCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "A command with its arguments, such as \"analyze --summary FILE\".")
  @SuppressWarnings("NullAway.Init")
  private List<String> commands;

  /** The first that fails ends it, with its exit code. */
  @Override
  public Integer call() {
    for (String command : commands) {
      int code = Main.called(command.split(" ", -1)).execute();
      if (code != 0) {
        return code;
      }
    }
    return 0;
  }
}
