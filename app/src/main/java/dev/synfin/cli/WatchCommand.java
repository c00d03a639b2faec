package dev.synfin.cli;

import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.stage.AgentStage;
import dev.synfin.stage.LoopbackStage;
import dev.synfin.watch.WatchServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    description =
        "Serves the live page: timelines, scenarios to start, connections as they happen.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It prints its address, with a token that lets in who has it, and ends at Ctrl-C.",
      "Scenarios run on this machine's loopback interface; «docker/lab up --watch» runs them in",
      "containers."
    })
final class WatchCommand implements Callable<Integer> {
  private static final Duration LAST_RUN = Duration.ofSeconds(40);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "timelines",
      description = "The folder of all runs (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private Path output;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8880",
      description = "Where to listen (default: ${DEFAULT-VALUE}; 0 for any that is free).")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      hidden = true,
      description = "In a container, whose port is published on 127.0.0.1 alone: 0.0.0.0.")
  @SuppressWarnings("NullAway.Init")
  private String bind;

  @Option(
      names = "--meet",
      paramLabel = "DIR",
      hidden = true,
      description = "The folder that the lab's containers share: scenarios run there.")
  private @Nullable Path meeting;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ServeCommand.requirePort(spec, port);
    var asked = new CountDownLatch(1);
    StopSignals.tell(asked::countDown, LAST_RUN);
    Path shared = meeting;
    try (var server =
        new WatchServer(
            new InetSocketAddress(bind, port),
            output,
            () -> shared == null ? new LoopbackStage() : new AgentStage(StageKind.COMPOSE, shared),
            timeline -> Report.of(timeline, Text.forAFile()))) {
      System.out.println("Open " + server.address());
      System.out.flush();
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      StopSignals.ignore();
    }
    return 0;
  }
}
