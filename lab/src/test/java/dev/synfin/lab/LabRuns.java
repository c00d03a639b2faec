package dev.synfin.lab;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every variant of every scenario, run once each in labs side by side: while one waits for a timer
 * of the kernel, the other works.
 */
final class LabRuns {
  private static final int LABS = 2;

  private static @Nullable LabRuns shared;

  private final Map<Variant, CompletableFuture<LabRun>> runs = new LinkedHashMap<>();
  private final Queue<Variant> waiting = new ConcurrentLinkedQueue<>();

  /** One run. */
  record Variant(String scenario, @Nullable String variant) {
    @Override
    public String toString() {
      return scenario + (variant == null ? "" : ", " + variant);
    }
  }

  static Stream<Variant> all() throws IOException {
    var all = new ArrayList<Variant>();
    for (Scenario scenario : Scenarios.list()) {
      if (scenario.variants().isEmpty()) {
        all.add(new Variant(scenario.name(), null));
      }
      scenario.variants().forEach(variant -> all.add(new Variant(scenario.name(), variant)));
    }
    return all.stream();
  }

  /**
   * Those that all tests share: they begin when the first asks, and the labs end with the last run.
   */
  static synchronized LabRuns shared() throws IOException {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** Starts the labs, which begin at once. */
  private static LabRuns start() throws IOException {
    var runs = new LabRuns();
    for (Variant variant : all().toList()) {
      runs.runs.put(variant, new CompletableFuture<>());
      runs.waiting.add(variant);
    }
    for (int i = 0; i < LABS; i++) {
      Thread.ofPlatform().name("lab " + i).start(runs::work);
    }
    return runs;
  }

  private void work() {
    try (ValidatingLab lab = ValidatingLab.start()) {
      for (var next = waiting.poll(); next != null; next = waiting.poll()) {
        run(next, lab);
      }
    } catch (RuntimeException e) {
      for (var next = waiting.poll(); next != null; next = waiting.poll()) {
        run(next).completeExceptionally(e); // whoever waits for one is told why
      }
    }
  }

  private void run(Variant variant, ValidatingLab lab) {
    try {
      run(variant).complete(lab.run(variant.scenario(), variant.variant()));
    } catch (IOException | RuntimeException | AssertionError e) {
      run(variant).completeExceptionally(e);
    }
  }

  private CompletableFuture<LabRun> run(Variant variant) {
    return Objects.requireNonNull(runs.get(variant));
  }

  LabRun of(Variant variant) throws IOException {
    try {
      return run(variant).get();
    } catch (ExecutionException e) {
      throw new IOException(variant + " could not be run.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + variant + " ran.", e);
    }
  }
}
