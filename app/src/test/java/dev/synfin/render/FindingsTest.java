package dev.synfin.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Findings and kernels' samples below the ladders. */
class FindingsTest {
  private static final Finding STALL =
      new Finding(
          "zero-window-stall",
          Finding.Severity.WARNING,
          "The receiver does not read",
          "It waited.",
          List.of(4L, 7L),
          "RFC 9293",
          "Look at it.");

  private static KernelSample sample(Map<String, Long> states) {
    return new KernelSample(
        Instant.EPOCH, Side.SERVER, states, Map.of(), null, null, null, Map.of(), null);
  }

  @Test
  void aFindingSaysWhatWhereWhyAndWhatNext() {
    var connection =
        TraceFixture.connection(" 0.000 > S  0:0(0) win 64240").withFindings(List.of(STALL));

    assertThat(Findings.of(TraceFixture.timeline(connection), RenderOptions.DEFAULT))
        .containsExactly(
            " · The receiver does not read (zero-window-stall)",
            "   TCP 0: It waited. Frames 4, 7.",
            "   Next: Look at it.",
            "   See RFC 9293");
  }

  @Test
  void theSameFindingInManyConnectionsIsCountedAfterTheThird() {
    var connection =
        TraceFixture.connection(" 0.000 > S  0:0(0) win 64240").withFindings(List.of(STALL));
    var timeline =
        TraceFixture.timeline(connection)
            .withConnections(IntStream.range(0, 10).mapToObj(connection::withStream).toList());

    var lines = Findings.of(timeline, RenderOptions.DEFAULT);

    assertThat(lines)
        .containsExactly(
            " · The receiver does not read (zero-window-stall)",
            "   TCP 0: It waited. Frames 4, 7.",
            "   TCP 1: It waited. Frames 4, 7.",
            "   TCP 2: It waited. Frames 4, 7.",
            "   and in 7 more connections",
            "   Next: Look at it.",
            "   See RFC 9293");
  }

  @Test
  void kernelsAreShownOnlyWhereTheySaySomething() {
    var timeline = TraceFixture.timeline();

    assertThat(
            Findings.kernels(
                timeline.withKernel(
                    List.of(sample(Map.of("SYN_RECV", 12L)), sample(Map.of("SYN_RECV", 64L)))),
                RenderOptions.DEFAULT))
        .containsExactly(" The server's kernel had at the most: SYN_RECV 64");
    assertThat(
            Findings.kernels(
                timeline.withKernel(List.of(sample(Map.of("ESTABLISHED", 64L)))),
                RenderOptions.DEFAULT))
        .isEmpty();
  }
}
