package dev.synfin.cli;

import dev.synfin.timeline.Analysis;
import dev.synfin.track.ConnectionObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many connections are followed, and for how long: the same for files and live captures. */
final class FollowOptions {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description =
          "How many to follow at once; beyond that the longest idle are given up"
              + " (default: 1000000, or as many as the heap holds).")
  private @Nullable Integer maxConnections;

  @Option(
      names = "--idle-timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Give up connections that have had no frame for longer, such as 5m (default: never).")
  private @Nullable Duration idleTimeout;

  /** Refuses what limits nothing. */
  void check() {
    if (maxConnections != null && maxConnections < 1) {
      throw new ParameterException(spec.commandLine(), "--max-connections is at least 1.");
    }
    if (idleTimeout != null && !idleTimeout.isPositive()) {
      throw new ParameterException(spec.commandLine(), "--idle-timeout is longer than 0s.");
    }
  }

  private ConnectionLimit limit() {
    return ConnectionLimit.of(maxConnections, Runtime.getRuntime().maxMemory());
  }

  /** An analysis within these limits. */
  Analysis analysis(ConnectionObserver observer) {
    return new Analysis(observer, limit().most(), idleTimeout);
  }

  /** Says so where the heap, and nobody's wish, set a limit that was too low. */
  void tell(Analysis analysis) {
    if (idleTimeout == null) {
      limit().tell(analysis.evicted());
    }
  }
}
