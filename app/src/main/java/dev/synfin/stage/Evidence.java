package dev.synfin.stage;

import dev.synfin.diagnose.Diagnosis;
import dev.synfin.scenario.Scenario;
import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Fault;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineMerger;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one run left, made into a timeline and held against what the scenario expects. */
final class Evidence {
  private final Scenario scenario;
  private final Outcome outcome;
  private final Path folder;
  private final String stage;
  private final Map<String, Timeline> byVantage = new LinkedHashMap<>();

  /**
   * Evidence that was not looked at yet.
   *
   * @param folder where captures and calls lie under the names that {@link Meeting} gives them
   * @param stage where it ran
   */
  Evidence(Scenario scenario, Outcome outcome, Path folder, String stage) {
    this.scenario = scenario;
    this.outcome = outcome;
    this.folder = folder;
    this.stage = stage;
  }

  /** The whole run as one document, with its verdict. */
  Timeline timeline() throws IOException {
    for (var report : outcome.captures().entrySet()) {
      Capture capture = capture(report.getKey(), report.getValue());
      byVantage.put(
          capture.id(),
          CaptureFiles.read(
              Meeting.capture(folder, report.getKey()), capture, EventOptions.DEFAULT));
    }
    Timeline merged =
        TimelineMerger.merge(List.copyOf(byVantage.values()), calls(), faults(outcome));
    Timeline named = merged.withConnections(merged.connections().stream().map(this::name).toList());
    Timeline diagnosed = Diagnosis.of(named.withKernel(kernel()));
    return diagnosed.withScenario(verdict(diagnosed));
  }

  private Capture capture(String tap, TapReport report) throws IOException {
    String vantage = tap.substring(0, tap.length() - "-tap".length());
    return new Capture(
        vantage,
        Capture.Source.LIVE,
        report.iface(),
        Capture.Vantage.valueOf(vantage.toUpperCase(java.util.Locale.ROOT)),
        vantage + ".pcap",
        sha256(Meeting.capture(folder, tap)),
        report.filter(),
        null,
        null,
        null,
        report.startedAt(),
        report.endedAt(),
        null,
        null,
        new Capture.Dropped(report.droppedByKernel(), report.droppedByInterface()),
        report.complete(),
        report.reason());
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Both sides' samples, in order of time. */
  private List<KernelSample> kernel() throws IOException {
    var samples = new ArrayList<KernelSample>();
    for (String program : outcome.programs().keySet()) {
      Path file = Meeting.kernel(folder, program);
      if (Files.exists(file)) {
        samples.addAll(Timelines.readKernel(file));
      }
    }
    samples.sort(Comparator.comparing(KernelSample::at));
    return samples;
  }

  private List<CallEvent> calls() throws IOException {
    var calls = new ArrayList<CallEvent>();
    for (String program : outcome.programs().keySet()) {
      Path file = Meeting.calls(folder, program);
      if (Files.exists(file)) {
        calls.addAll(Timelines.readCalls(file));
      }
    }
    return calls;
  }

  private static List<Fault> faults(Outcome outcome) {
    return outcome.faults().stream()
        .map(f ->
            new Fault(f.rule(), f.intended() < 0 ? null : f.intended(), f.counter(), List.of()))
        .toList();
  }

  private Connection name(Connection connection) {
    return connection.withEnds(
        named(connection.client(), "client"), named(connection.server(), "server"));
  }

  private static Endpoint named(Endpoint end, String name) {
    return new Endpoint(end.address(), end.port(), name);
  }

  private ScenarioResult verdict(Timeline timeline) {
    List<Expectation> programs = programs();
    var expectations = new ArrayList<>(programs);
    expectations.addAll(rules(timeline));
    expectations.addAll(scenario.expect().check(timeline, byVantage));
    var remarks = new ArrayList<>(outcome.remarks());
    Optional<String> obstacle = obstacle(timeline, met(expectations), met(programs));
    obstacle.ifPresent(remarks::add);
    return new ScenarioResult(
        scenario.name(),
        scenario.title(),
        stage,
        scenario.variant(),
        result(expectations, obstacle),
        remarks.isEmpty() ? null : String.join("; ", remarks),
        expectations);
  }

  /** Why what is not met says nothing, if it does not. */
  private Optional<String> obstacle(Timeline timeline, boolean allMet, boolean programsAsWritten) {
    if (outcome.stopped()) {
      return Optional.of("the run was stopped before its end");
    }
    if (allMet || !programsAsWritten) {
      return Optional.empty();
    }
    return scenario.expect().obstacle(timeline).or(() -> hits(timeline).obstacle());
  }

  private static Result result(List<Expectation> expectations, Optional<String> obstacle) {
    if (met(expectations)) {
      return Result.PASSED;
    }
    return obstacle.isPresent() ? Result.ERROR : Result.FAILED;
  }

  private static boolean met(List<Expectation> expectations) {
    return expectations.stream().allMatch(Expectation::ok);
  }

  private Hits hits(Timeline timeline) {
    return new Hits(scenario.faults(), outcome.faults(), timeline);
  }

  private List<Expectation> programs() {
    var results = new ArrayList<Expectation>();
    outcome
        .programs()
        .forEach((name, report) ->
            results.add(
                new Expectation(
                    name + ": every step as written",
                    report.ok() ? "as written" : report.problem(),
                    report.ok(),
                    null)));
    return results;
  }

  private List<Expectation> rules(Timeline timeline) {
    var results = new ArrayList<>(hits(timeline).expectations());
    if (outcome.faults().stream().anyMatch(FaultReport::drops)) {
      results.add(new Losses(scenario, outcome.faults()).heldAgainst(timeline));
    }
    return results;
  }
}
