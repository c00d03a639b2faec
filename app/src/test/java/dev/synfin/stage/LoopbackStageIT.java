package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineSchema;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scenario on the loopback interface; needs the right to capture. */
class LoopbackStageIT {
  @TempDir private Path timelines;

  private Stage.Ended run(Scenarios.Source source) throws IOException {
    Scenario scenario = Scenarios.read(source, null);
    Stage.Ended ended =
        new LoopbackStage().run(scenario, source.text(), timelines, timeline -> "a ladder\n");
    TimelineSchema.assertValid(ended.folder().resolve("timeline.json"));
    return ended;
  }

  private static String unmet(ScenarioResult result) {
    return result.reason() + ", " + result.expectations().stream().filter(e -> !e.ok()).toList();
  }

  @ParameterizedTest
  @MethodSource("dev.synfin.stage.LoopbackRuns#everyVariant")
  void meetsItsExpectations(LoopbackRuns.Run run) throws IOException {
    ScenarioResult result = LoopbackRuns.of(run).result();

    assertThat(result.result())
        .as(unmet(result))
        .isEqualTo(run.cannotRunHere() ? Result.SKIPPED : Result.PASSED);
  }

  @ParameterizedTest
  @MethodSource("dev.synfin.stage.LoopbackRuns#withFaults")
  void withoutItsFaultsAScenarioFails(LoopbackRuns.Run run) throws IOException {
    ScenarioResult result = LoopbackRuns.of(run.withoutFaults()).result();

    assertThat(result.result()).as(run + " without its faults").isEqualTo(Result.FAILED);
    assertThat(result.expectations())
        .as("what fails is what the fault does, and not the capture")
        .filteredOn(e -> e.expected().startsWith("capture "))
        .allMatch(ScenarioResult.Expectation::ok);
  }

  @RepeatedTest(50)
  void handshakeHasFourSegmentsEveryTime() throws IOException {
    Stage.Ended ended = run(Scenarios.find("handshake"));

    assertThat(ended.result().result()).as(unmet(ended.result())).isEqualTo(Result.PASSED);
    assertThat(ended.timeline().connections())
        .singleElement()
        .extracting("teardown.segments")
        .isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"syn", "data"})
  void aRejectedSegmentIsAnsweredWithAReset(String segment) throws IOException {
    boolean syn = segment.equals("syn");
    String text =
        """
        name: rejected
        title: The network answers with RST
        options: {timeout: 10s}
        faults:
          - reject: {from: client, segment: %s, nth: 1}
        server: %s
        client: %s
        expect: {connections: 1, teardown: {kind: reset, by: server}, lost: {client: %s}}
        """
            .formatted(
                segment,
                syn
                    ? "[{listen: {backlog: 5}}, {await: refused}]"
                    : "[{listen: {backlog: 5}}, accept, {await: refused}]",
                syn
                    ? "[{connect: {error: ECONNREFUSED}}, {signal: refused}]"
                    : "[connect, {sendall: hello}, {recv: {size: 10, error: ECONNRESET}}, {signal:"
                        + " refused}]",
                segment);

    Stage.Ended ended = run(new Scenarios.Source("rejected.yaml", text));

    assertThat(ended.result().result()).as(unmet(ended.result())).isEqualTo(Result.PASSED);
  }

  @Test
  void runsBesideWhateverHasTheScenariosPort() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Scenarios.Source source = Scenarios.find("refused");
      String text = source.text() + "options: {port: " + other.getLocalPort() + "}\n";

      Stage.Ended ended = run(new Scenarios.Source(source.name(), text));

      assertThat(ended.result().result()).as(unmet(ended.result())).isEqualTo(Result.PASSED);
      assertThat(ended.timeline().connections().getFirst().server().port())
          .isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void leavesItsFolderWhole() throws IOException {
    Stage.Ended ended = run(Scenarios.find("half-close"));

    Path folder = ended.folder();
    assertThat(folder).isEqualTo(timelines.resolve("half-close"));
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "timeline.json",
              "loopback.pcap",
              "calls.jsonl",
              "ladder.txt",
              "verdict.json",
              "report.html");
    }
    Timeline read = Timelines.read(folder.resolve("timeline.json"));
    assertThat(read).isEqualTo(ended.timeline());
    try (var left = Files.list(timelines)) {
      assertThat(left).as("nothing half written lies beside it").containsExactly(folder);
    }
  }

  @Test
  void callsAndPacketsStandOnOneLineOfTime() throws IOException {
    Timeline timeline = run(Scenarios.find("handshake")).timeline();

    var events = timeline.connections().getFirst().allEvents();
    assertThat(events).isSortedAccordingTo(java.util.Comparator.comparing(e -> e.tNs()));
    assertThat(timeline.connections().getFirst().calls())
        .extracting("call")
        .contains("connect", "accept", "sendall", "recv", "close");
    assertThat(timeline.calls()).extracting("call").contains("bind", "listen");
  }

  @Test
  void anExpectationThatIsNotMetFailsTheRunWithItsLine() throws IOException {
    Scenarios.Source source = Scenarios.find("handshake");
    var wrong =
        new Scenarios.Source(source.name(), source.text().replace("segments: 4", "segments: 3"));

    ScenarioResult result = run(wrong).result();

    assertThat(result.result()).isEqualTo(Result.FAILED);
    assertThat(result.expectations())
        .filteredOn(e -> !e.ok())
        .singleElement()
        .satisfies(e -> {
          assertThat(e.expected()).isEqualTo("teardown.segments: 3");
          assertThat(e.seen()).isEqualTo("4");
          assertThat(e.line()).isEqualTo(22);
        });
  }

  @Test
  void aStepThatFailsUnexpectedlyFailsTheRunWithItsLine() throws IOException {
    Scenarios.Source source = Scenarios.find("refused");
    var wrong =
        new Scenarios.Source(
            source.name(), source.text().replace("connect: {error: ECONNREFUSED}", "connect"));

    ScenarioResult result = run(wrong).result();

    assertThat(result.result()).isEqualTo(Result.FAILED);
    assertThat(result.expectations())
        .filteredOn(e -> !e.ok())
        .first()
        .satisfies(e -> assertThat(e.seen()).contains("line 9").contains("ECONNREFUSED"));
  }

  @Test
  void aRunWithoutAConnectionIsAnErrorAndNotJudged() throws IOException {
    var idle =
        new Scenarios.Source(
            "idle.yaml",
            """
            name: idle
            title: Nobody connects
            server:
              - listen
              - close: listener
            client:
              - sleep: 1ms
            expect: {conn_state: SF}
            """);

    ScenarioResult result = run(idle).result();

    assertThat(result.result()).isEqualTo(Result.ERROR);
    assertThat(result.reason()).startsWith("no connection was captured");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          drop: {from: client, segment: data, nth: 90} | drop the client's 90th data segment | 0 of the 1 that it is meant for: the client sent 1 data segment
          drop: {from: client, segment: syn, nth: 2} | drop the client's second SYN | 0 of the 1 that it is meant for: the client sent 1 SYN
          drop: {from: server, segment: rst, count: all} | drop every one of the server's RSTs | nothing: the server sent no RSTs
          cut: {after: never} | cut the network after «never» | nothing
          """)
  void aFaultThatMissesIsAnErrorAndTheRunNotJudged(String fault, String rule, String hit)
      throws IOException {
    var missed =
        new Scenarios.Source(
            "missed.yaml",
            """
            name: missed
            title: Nothing of what the fault is for
            faults:
              - %s
            server:
              - listen: {backlog: 5}
              - accept
              - recv_until_eof: {expect: hello}
              - close
              - signal: closed
              - close: listener
            client:
              - connect
              - sendall: hello
              - close
              - SIGNAL
            expect: {connections: 1, conn_state: SF}
            """
                .replace(
                    "SIGNAL",
                    fault.startsWith("cut")
                        ? "await: closed\n  - sleep: 100ms\n  - signal: never"
                        : "await: closed")
                .formatted(fault));

    ScenarioResult result = run(missed).result();

    assertThat(result.result()).as(unmet(result)).isEqualTo(Result.ERROR);
    assertThat(result.reason()).isEqualTo("the fault in line 4, «" + rule + "», hit " + hit);
    assertThat(result.expectations())
        .filteredOn(e -> !e.ok())
        .singleElement()
        .satisfies(e -> {
          assertThat(e.expected()).isEqualTo(rule);
          assertThat(e.line()).isEqualTo(4);
        });
  }

  @Test
  void whereBothProgramsWaitForEverEachNamesItsLine() throws IOException {
    var stuck =
        new Scenarios.Source(
            "stuck.yaml",
            """
            name: stuck
            title: Each waits for the other
            options: {timeout: 500ms}
            server:
              - listen: {backlog: 5}
              - accept
              - await: vladimir
              - signal: estragon
            client:
              - connect
              - await: estragon
              - signal: vladimir
            expect: {conn_state: SF}
            """);

    ScenarioResult result = run(stuck).result();

    assertThat(result.result()).isEqualTo(Result.FAILED);
    assertThat(result.expectations())
        .extracting("seen")
        .contains(
            "line 7: nobody signalled «vladimir» within 500 ms.",
            "line 11: nobody signalled «estragon» within 500 ms.");
  }

  @Test
  void whatTheNetworkDroppedIsExactlyWhatLeftOneEndAndDidNotReachTheOther() throws IOException {
    Timeline timeline = run(Scenarios.find("fin-lost")).timeline();

    assertThat(timeline.captures()).extracting("id").containsExactly("client", "server");
    var lost =
        timeline.connections().getFirst().segments().stream()
            .filter(s -> s.lost() != null)
            .toList();
    assertThat(lost)
        .singleElement()
        .satisfies(s -> assertThat(s.has(dev.synfin.timeline.Flag.FIN)).isTrue());
    assertThat(timeline.faults())
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.counter()).isEqualTo(1);
          assertThat(fault.frames()).containsExactly(lost.getFirst().frame());
        });
    assertThat(timeline.connections().getFirst().segments())
        .filteredOn(s -> s.lost() == null)
        .as("the same segment, seen at both ends, is one event with both times")
        .allSatisfy(s -> assertThat(s.seen()).hasSize(2));
  }

  @Test
  void theKernelIsAskedFiveTimesASecondUnlessToldOtherwise() throws IOException {
    String text =
        """
        name: waits
        title: Nobody does anything for two seconds
        server: [{listen: {backlog: 5}}, accept]
        client: [connect, {sleep: 2s}, close]
        expect: {connections: 1}
        """;

    Stage.Ended ended = run(new Scenarios.Source("waits.yaml", text));

    assertThat(ended.result().result()).as(unmet(ended.result())).isEqualTo(Result.PASSED);
    for (Side side : Side.values()) {
      List<Instant> asked =
          ended.timeline().kernel().stream()
              .filter(s -> s.side() == side)
              .map(KernelSample::at)
              .sorted()
              .toList();
      assertThat(asked).hasSizeGreaterThan(6);
      long[] gaps =
          IntStream.range(1, asked.size())
              .mapToLong(i -> Duration.between(asked.get(i - 1), asked.get(i)).toMillis())
              .sorted()
              .toArray();
      assertThat(gaps[gaps.length / 2]).as("the median of the gaps").isBetween(150L, 300L);
    }
  }

  @Test
  void aFaultThatThisKernelCannotDoSkipsTheScenarioWithTheReason() throws IOException {
    ScenarioResult result = run(Scenarios.find("long-way")).result();

    if (LoopbackRuns.kernelDelays()) {
      assertThat(result.result()).as(unmet(result)).isEqualTo(Result.PASSED);
    } else {
      assertThat(result.result()).isEqualTo(Result.SKIPPED);
      assertThat(result.reason()).contains("sch_netem");
    }
  }

  @Test
  void aSkippedRunLeavesItsVerdict() throws IOException {
    Scenarios.Source source = Scenarios.find("handshake");
    var elsewhere =
        new Scenarios.Source(source.name(), source.text() + "stages: [testcontainers]\n");

    Stage.Ended ended = run(elsewhere);

    assertThat(ended.folder()).isEqualTo(timelines.resolve("handshake"));
    assertThat(ended.folder().resolve("verdict.json"))
        .content()
        .contains("\"result\": \"skipped\"")
        .contains("it does not run on the stage loopback, only on testcontainers");
  }
}
