package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Retransmission.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults happen between the ends, hit exactly what they are meant to, and are seen to. */
class FaultsIT {
  private static final String LOST_SYN =
      """
      name: lost-syn
      title: The first SYN is lost
      faults:
        - drop: {from: client, segment: syn, nth: 1}
      server:
        - listen
        - accept
        - recv_until_eof
        - close
        - close: listener
      client:
        - connect
        - sendall: hello
        - close
      expect:
        connections: 1
        conn_state: SF
        handshake: {syn_retransmissions: 1}
        at:
          server: {connections: 1, handshake: {syn_retransmissions: 0}}
      """;

  private static ValidatingLab lab;
  @TempDir private Path folder;

  @BeforeAll
  static void startTheLab() {
    lab = ValidatingLab.start();
  }

  @AfterAll
  static void endTheLab() {
    lab.close();
  }

  private LabRun run(String scenario) throws IOException {
    return lab.run(Files.writeString(folder.resolve("mine.yaml"), scenario));
  }

  @Test
  void aDroppedSynIsSentAgainAndMarkedAsLost() throws IOException {
    LabRun run = run(LOST_SYN);

    assertThat(run.passed()).as(run.output()).isTrue();
    var segments = run.timeline().connections().getFirst().segments();
    assertThat(segments.getFirst().lost()).as("the first SYN is lost").isNotNull();
    assertThat(segments.stream().filter(s -> s.lost() != null)).hasSize(1);
    assertThat(segments.stream().filter(s -> s.retransmission() != null))
        .singleElement()
        .extracting(SegmentEvent::retransmission)
        .satisfies(again -> assertThat(again.cause()).isEqualTo(Cause.SYN));
    assertThat(run.timeline().faults())
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.counter()).isEqualTo(1);
          assertThat(fault.frames()).containsExactly(segments.getFirst().frame());
        });
  }

  /** Every scenario with a fault, in the kit's own files: a new one is among them by itself. */
  @ParameterizedTest
  @MethodSource("dev.synfin.lab.LabRuns#withFaults")
  void withoutItsFaultsAScenarioFails(LabRuns.Variant variant) throws IOException {
    LabRun run = LabRuns.withoutFaults().of(variant);

    ScenarioResult verdict = Objects.requireNonNull(run.timeline().scenario());
    assertThat(run.timeline().faults()).as("faults of " + variant).isEmpty();
    assertThat(verdict.result()).as(run.output()).isEqualTo(Result.FAILED);
    assertThat(run.timeline().captures())
        .as("what fails is what the fault does, and not the capture")
        .hasSize(3)
        .allMatch(capture -> Boolean.TRUE.equals(capture.complete()));
  }

  @Test
  void aDroppedDataSegmentIsSentAgain() throws IOException {
    LabRun run =
        run(
            """
            name: lost-data
            title: The client's only data segment is lost once
            faults:
              - drop: {from: client, segment: data, nth: 1}
            server:
              program: echo-server
            client:
              program: echo-client
              messages: [hello]
            expect:
              connections: 1
              conn_state: SF
              retransmissions: 1
            """);

    assertThat(run.passed()).as(run.output()).isTrue();
  }

  @Test
  void theNextRunHasNoFaultOfTheLast() throws IOException {
    run(LOST_SYN);

    LabRun run = lab.run("handshake");

    assertThat(run.passed()).as(run.output()).isTrue();
  }
}
