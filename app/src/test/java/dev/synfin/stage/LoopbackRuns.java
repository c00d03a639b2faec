package dev.synfin.stage;

import dev.synfin.scenario.NetworkFault;
import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.scenario.Scenarios;
import dev.synfin.scenario.Scenarios.Source;
import dev.synfin.scenario.WithoutFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every variant of every scenario, run once on loopback, several at a time. */
final class LoopbackRuns {
  private static final int AT_A_TIME = 3;
  private static final Map<Run, Future<Stage.Ended>> RUNS = new LinkedHashMap<>();

  private LoopbackRuns() {}

  /** One variant of a scenario, with its faults or without. */
  record Run(String name, @Nullable String variant, boolean faults) {
    Run withoutFaults() {
      return new Run(name, variant, false);
    }

    /** Whether its file, or this kernel, says that it cannot run here. */
    boolean cannotRunHere() throws IOException {
      Scenario scenario = Scenarios.read(source(), variant);
      boolean delays = scenario.faults().stream().anyMatch(NetworkFault.Delay.class::isInstance);
      return !scenario.stages().contains(StageKind.LOOPBACK) || (delays && !kernelDelays());
    }

    Source source() throws IOException {
      Source source = Scenarios.find(name);
      String text = source.text();
      return faults ? source : new Source(source.name(), WithoutFaults.of(text));
    }

    @Override
    public String toString() {
      return name + (variant == null ? "" : ", " + variant);
    }
  }

  /** Asked of the kernel itself, in a network of its own. */
  static boolean kernelDelays() throws IOException {
    try {
      String ask = "tc qdisc add dev lo root netem delay 1ms 2>/dev/null";
      return new ProcessBuilder("unshare", "--net", "sh", "-c", ask).start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static Stream<Run> everyVariant() throws IOException {
    var runs = new ArrayList<Run>();
    for (Scenario scenario : Scenarios.list()) {
      List<String> variants = scenario.variants();
      variants.forEach(variant -> runs.add(new Run(scenario.name(), variant, true)));
      if (variants.isEmpty()) {
        runs.add(new Run(scenario.name(), null, true));
      }
    }
    return runs.stream();
  }

  static Stream<Run> withFaults() throws IOException {
    var faulty = new ArrayList<Run>();
    for (Run run : everyVariant().toList()) {
      if (!Scenarios.read(run.source(), run.variant()).faults().isEmpty()) {
        faulty.add(run);
      }
    }
    return faulty.stream();
  }

  /** What became of a run; all begin when the first is asked for. */
  static synchronized Stage.Ended of(Run run) throws IOException {
    if (RUNS.isEmpty()) {
      Path timelines = Files.createTempDirectory("synfin-runs");
      ExecutorService several =
          Executors.newFixedThreadPool(AT_A_TIME, Thread.ofPlatform().daemon().factory());
      everyVariant().forEach(r -> RUNS.put(r, several.submit(() -> play(r, timelines))));
      withFaults()
          .map(Run::withoutFaults)
          .forEach(r -> RUNS.put(r, several.submit(() -> play(r, timelines))));
      several.shutdown();
    }
    try {
      return Objects.requireNonNull(RUNS.get(run), run.toString()).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(run + " could not be run: " + e.getMessage(), e);
    }
  }

  private static Stage.Ended play(Run run, Path timelines) {
    try {
      Source source = run.source();
      Scenario scenario = Scenarios.read(source, run.variant());
      Path own = Files.createTempDirectory(timelines, run.name());
      Stage.Ended ended = new LoopbackStage().run(scenario, source.text(), own, t -> "a ladder\n");
      FileTree.delete(own);
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
