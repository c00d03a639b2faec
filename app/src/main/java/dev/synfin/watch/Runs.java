package dev.synfin.watch;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.stage.Stage;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs scenarios, one at a time, and tells the viewers how they go. */
final class Runs implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);

  /** A look costs processor time that the run needs, too. */
  private static final int PAUSES_PER_LOOK = 2;

  private final Supplier<Stage> stages;
  private final Path timelines;
  private final Function<Timeline, String> ladder;
  private final Viewers viewers;
  private final AtomicReference<@Nullable Stage> going = new AtomicReference<>();
  private volatile @Nullable Timeline latest;
  private volatile boolean closed;
  private volatile @Nullable Thread runner;

  Runs(Supplier<Stage> stages, Path timelines, Function<Timeline, String> ladder, Viewers viewers) {
    this.stages = stages;
    this.timelines = timelines;
    this.ladder = ladder;
    this.viewers = viewers;
  }

  /** The run that goes on, or went on last, as far as it is known; null before the first. */
  @Nullable Timeline latest() {
    return latest;
  }

  /**
   * Starts one of synfin's own scenarios.
   *
   * @return false where another run goes on
   * @throws IOException if there is no such scenario or variant
   */
  boolean start(String name, @Nullable String variant) throws IOException {
    List<String> known = Scenarios.list().stream().map(Scenario::name).toList();
    if (!known.contains(name)) { // no path: those would be files of this machine
      throw new IOException("There is no scenario of this name.");
    }
    Scenarios.Source source = Scenarios.find(name);
    Scenario scenario = Scenarios.read(source, variant);
    Stage stage = stages.get();
    if (closed || !going.compareAndSet(null, stage)) {
      return false;
    }
    latest = null;
    tell(scenario, "running", null);
    viewers.tell("live", Rows.NONE); // what the last run left is none of this one's
    runner =
        Thread.ofPlatform().name("runs " + name).start(() -> run(stage, scenario, source.text()));
    return true;
  }

  private void run(Stage stage, Scenario scenario, String text) {
    Thread looking = Thread.ofVirtual().name("looks on").start(() -> look(stage));
    try {
      Stage.Ended ended = stage.run(scenario, text, timelines, ladder);
      looking.interrupt();
      looking.join();
      show(ended.timeline());
      var result = ended.result();
      done(scenario, result.result().name().toLowerCase(Locale.ROOT), result.reason());
    } catch (IOException e) {
      done(scenario, "error", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      looking.interrupt();
    }
  }

  /** What comes later than this can start again. */
  private void done(Scenario scenario, String state, @Nullable String reason) {
    going.set(null);
    tell(scenario, state, reason);
  }

  private void tell(Scenario scenario, String state, @Nullable String reason) {
    var word = new HashMap<String, @Nullable Object>();
    word.put("scenario", scenario.name());
    word.put("variant", scenario.variant());
    word.put("title", scenario.title());
    word.put("state", state);
    word.put("reason", reason);
    viewers.tell("run", word);
  }

  private void look(Stage stage) {
    try {
      while (true) {
        long begun = System.nanoTime();
        stage.soFar().ifPresent(this::show);
        long took = (System.nanoTime() - begun) / 1_000_000;
        Thread.sleep(Math.max(LOOK.toMillis(), PAUSES_PER_LOOK * took));
      }
    } catch (IOException e) {
      // what was written cannot be read any more: the run is over, or says so itself
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(Timeline timeline) {
    latest = timeline;
    viewers.tell("live", Rows.of(timeline));
  }

  /** Stops the run that goes on, and waits until what it captured is written. */
  @Override
  public void close() {
    closed = true;
    Stage stage = going.get();
    if (stage != null) {
      stage.stop();
    }
    try {
      Thread last = runner;
      if (last != null) {
        Objects.requireNonNull(last).join(Duration.ofSeconds(30));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
