package dev.synfin.cli;

import dev.synfin.kernel.Kernel;
import dev.synfin.kernel.KernelView;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "sockets",
    description =
        "Shows the sockets of this host as the kernel has them, who holds them, and what the"
            + " kernel counted.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nRecv-Q is octets not yet read, of a listening socket the connections not yet accepted;"
          + " Send-Q is octets not yet acknowledged, of a listening socket how many connections"
          + " may wait. A socket in TIME_WAIT belongs to no process and has no inode.",
      "Without root, only your own processes are named."
    })
final class SocketsCommand implements Callable<Integer> {
  /** The two forms of a view. */
  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "1s",
      paramLabel = "INTERVAL",
      converter = DurationConverter.class,
      description =
          "Shows them again and again, such as every 500ms (default: 1s), with how far the"
              + " counters moved since the start, until you stop it.")
  private @Nullable Duration watch;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text, or json: an object a line (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private Format format;

  @Override
  public Integer call() throws IOException {
    if (watch != null && watch.compareTo(Duration.ofMillis(10)) < 0) {
      throw new ParameterException(spec.commandLine(), "--watch is at least 10ms.");
    }
    var kernel = Kernel.ofThisNamespace();
    KernelView first = kernel.view(new Kernel.Choice.All());
    show(first, null);
    while (watch != null && paused(watch) && !System.out.checkError()) {
      show(kernel.view(new Kernel.Choice.All()), first);
    }
    return 0;
  }

  private void show(KernelView view, @Nullable KernelView since) throws IOException {
    switch (format) {
      case JSON -> Timelines.write(SocketsText.document(view), System.out);
      case TEXT -> System.out.print(SocketsText.of(view, since));
    }
  }

  private static boolean paused(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
