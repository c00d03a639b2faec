package dev.synfin.lab;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every variant of every scenario, run once each in labs side by side: while one waits for a timer
 * of the kernel, the other works.
 */
final class LabRuns implements AutoCloseable {
  private static final int LABS = 2;

  private static @Nullable LabRuns shared;

  private final Map<Variant, FutureTask<LabRun>> runs = new LinkedHashMap<>();
  private final Queue<FutureTask<LabRun>> waiting = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<ValidatingLab> lab = new ThreadLocal<>();
  private final List<Thread> labs = new ArrayList<>();

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

  /** Those that all tests share: they begin when the first asks, and the labs end with the last run. */
  static synchronized LabRuns shared() throws IOException {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** Starts the labs, which begin at once. */
  static LabRuns start() throws IOException {
    var runs = new LabRuns();
    for (Variant variant : all().toList()) {
      var run =
          new FutureTask<>(() -> runs.lab.get().run(variant.scenario(), variant.variant()));
      runs.runs.put(variant, run);
      runs.waiting.add(run);
    }
    for (int i = 0; i < LABS; i++) {
      runs.labs.add(Thread.ofPlatform().name("lab " + i).start(runs::work));
    }
    return runs;
  }

  private void work() {
    try (ValidatingLab own = ValidatingLab.start()) {
      lab.set(own);
      for (var next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
    } catch (RuntimeException e) {
      waiting.forEach(run -> run.cancel(false)); // whoever waits for one need not any more
      throw e;
    }
  }

  LabRun of(Variant variant) throws IOException {
    try {
      return Objects.requireNonNull(runs.get(variant)).get();
    } catch (ExecutionException e) {
      throw new IOException(variant + " could not be run.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + variant + " ran.", e);
    }
  }

  @Override
  public void close() {
    waiting.clear();
    for (Thread thread : labs) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
