package dev.synfin.lab;

import dev.synfin.scenario.NetworkFault;
import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.scenario.Scenarios;
import dev.synfin.scenario.WithoutFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every variant of every scenario, or every one that has faults without them, run once each in labs
 * side by side: while one waits for a timer of the kernel, the other works.
 */
final class LabRuns {
  private static final int LABS = 2;

  /** For all that come before it, too. */
  private static final int LONGEST_MINUTES = 15;

  private static final Path TIMES = Path.of("target", "scenarios.tsv");

  private static @Nullable LabRuns shared;
  private static @Nullable LabRuns faultless;

  private final Map<Variant, CompletableFuture<LabRun>> runs = new LinkedHashMap<>();
  private final Queue<Variant> waiting = new ConcurrentLinkedQueue<>();
  private final Play play;

  private LabRuns(Play play) {
    this.play = play;
  }

  /** One run. */
  record Variant(String scenario, @Nullable String variant) {
    /** Whether its file names a fault. */
    boolean hasFaults() throws IOException {
      return !Scenarios.read(Scenarios.find(scenario), variant).faults().isEmpty();
    }

    /** Whether its file, or this kernel, says that it cannot run in containers here. */
    boolean cannotRunHere() throws IOException {
      Scenario read = Scenarios.read(Scenarios.find(scenario), variant);
      boolean delays = read.faults().stream().anyMatch(NetworkFault.Delay.class::isInstance);
      return !read.stages().contains(StageKind.TESTCONTAINERS)
          || (delays && !EngineKernel.delays());
    }

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

  static Stream<Variant> withFaults() throws IOException {
    var faulty = new ArrayList<Variant>();
    for (Variant variant : all().toList()) {
      if (variant.hasFaults()) {
        faulty.add(variant);
      }
    }
    return faulty.stream();
  }

  /**
   * Those that all tests share: they begin when the first asks, and the labs end with the last run.
   */
  static synchronized LabRuns shared() throws IOException {
    if (shared == null) {
      Files.deleteIfExists(TIMES);
      shared = start(all().toList(), LabRuns::play);
    }
    return shared;
  }

  /** Those with faults, with their faults taken out of their files. */
  static synchronized LabRuns withoutFaults() throws IOException {
    if (faultless == null) {
      faultless = start(withFaults().toList(), LabRuns::playWithoutFaults);
    }
    return faultless;
  }

  /** How a lab runs one. */
  @FunctionalInterface
  private interface Play {
    LabRun in(ValidatingLab lab, Variant variant) throws IOException;
  }

  /** Starts the labs, which begin at once. */
  private static LabRuns start(List<Variant> variants, Play play) {
    var runs = new LabRuns(play);
    for (Variant variant : variants) {
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
    } catch (RuntimeException | Error e) {
      for (var next = waiting.poll(); next != null; next = waiting.poll()) {
        run(next).completeExceptionally(e);
      }
    }
  }

  private void run(Variant variant, ValidatingLab lab) {
    try {
      run(variant).complete(play.in(lab, variant));
    } catch (IOException | RuntimeException | Error e) {
      run(variant).completeExceptionally(e); // whoever waits for it is told why
    }
  }

  private static LabRun play(ValidatingLab lab, Variant variant) throws IOException {
    long begun = System.nanoTime();
    LabRun ended = lab.run(variant.scenario(), variant.variant());
    note(variant, ended, System.nanoTime() - begun);
    return ended;
  }

  private static LabRun playWithoutFaults(ValidatingLab lab, Variant variant) throws IOException {
    Path folder = Files.createTempDirectory("synfin-faultless");
    String text = WithoutFaults.of(Scenarios.find(variant.scenario()).text());
    Path file = Files.writeString(folder.resolve(variant.scenario() + ".yaml"), text);
    try {
      return lab.run(file, variant.variant());
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  /** For the table of the documentation: a run's result and time. */
  private static synchronized void note(Variant variant, LabRun ended, long nanos)
      throws IOException {
    String ran = ended.passed() ? "passed" : "failed";
    String result = ended.skipped().isPresent() ? "skipped" : ran;
    String line = String.format(Locale.ROOT, "%s\t%s\t%.1f s%n", variant, result, nanos / 1e9);
    Files.writeString(TIMES, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private CompletableFuture<LabRun> run(Variant variant) {
    return Objects.requireNonNull(runs.get(variant));
  }

  LabRun of(Variant variant) throws IOException {
    try {
      return run(variant).get(LONGEST_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      throw new IOException(variant + " did not end within " + LONGEST_MINUTES + " min.", e);
    } catch (ExecutionException e) {
      throw new IOException(variant + " could not be run.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + variant + " ran.", e);
    }
  }
}
