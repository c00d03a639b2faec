package dev.synfin.cli;

import dev.synfin.timeline.Analysis;
import dev.synfin.track.ConnectionObserver;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** How many connections are followed, and for how long: the same for files and live captures. */
final class FollowOptions {
  private final OptionSpec maxConnections =
      PlainSpec.value(
              "--max-connections",
              "N",
              Integer.class,
              "How many to follow at once; beyond that the longest idle are given up"
                  + " (default: 1000000, or as many as the heap holds).")
          .build();
  private final OptionSpec idleTimeout =
      PlainSpec.value(
              "--idle-timeout",
              "DURATION",
              Duration.class,
              "Give up connections that have had no frame for longer, such as 5m (default: never).")
          .converters(new DurationConverter())
          .build();

  private final CommandSpec spec;

  /** Adds them to a command. */
  FollowOptions(CommandSpec spec) {
    this.spec = spec.addOption(maxConnections).addOption(idleTimeout);
  }

  /** Refuses what limits nothing. */
  void check() {
    Integer most = maxConnections.getValue();
    if (most != null && most < 1) {
      throw new ParameterException(spec.commandLine(), "--max-connections is at least 1.");
    }
    Duration idle = idleTimeout.getValue();
    if (idle != null && !idle.isPositive()) {
      throw new ParameterException(spec.commandLine(), "--idle-timeout is longer than 0s.");
    }
  }

  private ConnectionLimit limit() {
    return ConnectionLimit.of(maxConnections.getValue(), Runtime.getRuntime().maxMemory());
  }

  /** An analysis within these limits. */
  Analysis analysis(ConnectionObserver observer) {
    return new Analysis(observer, limit().most(), idleTimeout.getValue());
  }

  /** Says so where the heap, and nobody's wish, set a limit that was too low. */
  void tell(Analysis analysis) {
    if (idleTimeout.getValue() == null) {
      limit().tell(analysis.evicted());
    }
  }
}
