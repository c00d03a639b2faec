package dev.synfin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Tells picocli the options of a command as they are. To find annotations and read them takes a
 * fifth to a half of the time of a start: {@code analyze}, {@code show} and the agents do without.
 */
final class PlainSpec {
  private PlainSpec() {}

  /** A command with its name, its help and its version. */
  static CommandSpec of(Callable<Integer> command, String name, String description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
    spec.name(name).usageMessage().description(description);
    return spec.addOption(help())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Show this help message and exit.")
        .build();
  }

  /** An option that is there or not. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .defaultValue("false")
        .description(description)
        .build();
  }

  /** An option with a value, and null without the option. */
  static OptionSpec.Builder value(String name, String label, Class<?> type, String description) {
    return OptionSpec.builder(name).paramLabel(label).type(type).description(description);
  }
}
