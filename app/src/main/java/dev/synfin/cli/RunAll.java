package dev.synfin.cli;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.stage.Stage;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs many scenarios, or one many times, and prints a line for each. */
final class RunAll {
  private static final String ROW = " %-30s %-8s %9s%n";
  private static final int MOST_COMPLAINTS = 8;

  private final Stage stage;
  private final Path output;
  private final int times;
  private final PrintStream out;
  private final List<Played> played = new ArrayList<>();
  private List<String> lastComplaints = List.of();

  RunAll(Stage stage, Path output, int times, PrintStream out) {
    this.stage = stage;
    this.output = output;
    this.times = times;
    this.out = out;
  }

  /** Every variant of every scenario. */
  void all() throws IOException {
    out.printf(ROW, "scenario", "result", "time");
    for (Scenario scenario : Scenarios.list()) {
      List<@Nullable String> variants = new ArrayList<>(scenario.variants());
      if (variants.isEmpty()) {
        variants.add(null);
      }
      for (String variant : variants) {
        if (stage.isStopped()) {
          return;
        }
        one(scenario.name(), variant);
      }
    }
  }

  /** One scenario, as often as is asked for. */
  void one(String nameOrPath, @Nullable String variant) throws IOException {
    Scenarios.Source source = Scenarios.find(nameOrPath);
    Scenario scenario = Scenarios.read(source, variant);
    var runs = new ArrayList<Played>();
    for (int i = 0; i < times && !stage.isStopped(); i++) {
      Played run = play(source, scenario);
      runs.add(run);
      print(run);
      if (run.result().result() == Result.SKIPPED) {
        break; // it would be every time
      }
    }
    played.addAll(runs);
    if (runs.size() > 1) {
      out.println(stability(runs));
    }
  }

  /** One that could not be run is a result like the others: those before and after it stand. */
  private Played play(Scenarios.Source source, Scenario scenario) {
    long begun = System.nanoTime();
    Timeline timeline;
    try {
      timeline =
          stage
              .run(scenario, source.text(), output, ended -> Report.of(ended, Text.forAFile()))
              .timeline();
    } catch (IOException e) {
      timeline = stage.failed(scenario, Failures.sentence(e));
    }
    return new Played(timeline, Duration.ofNanos(System.nanoTime() - begun));
  }

  private void print(Played run) {
    Result result = run.result().result();
    out.printf(ROW, run.name(), result.name().toLowerCase(Locale.ROOT), seconds(run.took()));
    if (result != Result.PASSED) {
      complain(run.complaints());
    }
  }

  /** What is wrong with every run, such as a missing right, is said once. */
  private void complain(List<String> complaints) {
    if (complaints.equals(lastComplaints)) {
      out.println("   for the same reason");
      return;
    }
    lastComplaints = complaints;
    complaints.stream().limit(MOST_COMPLAINTS).forEach(one -> out.println("   " + one));
    if (complaints.size() > MOST_COMPLAINTS) {
      out.println("   and " + (complaints.size() - MOST_COMPLAINTS) + " more, in its ladder.txt");
    }
  }

  /** How much the times of the same thing differ. */
  private static String stability(List<Played> runs) {
    long passed = runs.stream().filter(r -> r.result().result() == Result.PASSED).count();
    return "   "
        + passed
        + " of "
        + runs.size()
        + " passed; round trip of the handshake "
        + spread(runs.stream().map(RunAll::roundTrip).filter(Objects::nonNull).toList())
        + "; the first connection's life "
        + spread(runs.stream().map(RunAll::life).filter(Objects::nonNull).toList());
  }

  private static @Nullable Long roundTrip(Played run) {
    var connections = run.timeline().connections();
    var handshake = connections.isEmpty() ? null : connections.getFirst().handshake();
    return handshake == null ? null : handshake.rttNs();
  }

  private static @Nullable Long life(Played run) {
    var connections = run.timeline().connections();
    return connections.isEmpty() ? null : connections.getFirst().durationNs();
  }

  private static String spread(List<Long> nanos) {
    if (nanos.isEmpty()) {
      return "unknown";
    }
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%s to %s ms, median %s",
        ms(sorted.getFirst()),
        ms(sorted.getLast()),
        ms(sorted.get(sorted.size() / 2)));
  }

  private static String ms(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }

  /** The last line: how many of each result, and the time for all. */
  String totals() {
    Duration sum = played.stream().map(Played::took).reduce(Duration.ZERO, Duration::plus);
    long errors = count(Result.ERROR);
    return count(Result.PASSED)
        + " passed, "
        + count(Result.FAILED)
        + " failed, "
        + count(Result.SKIPPED)
        + " skipped"
        + (errors == 0 ? "" : ", " + errors + " without a verdict")
        + " in "
        + seconds(sum);
  }

  private long count(Result result) {
    return played.stream().filter(run -> run.result().result() == result).count();
  }

  List<Played> played() {
    return played;
  }

  /** The worst of all. */
  int exitCode() {
    return played.stream().mapToInt(run -> Report.exitCode(run.result())).max().orElse(0);
  }
}
