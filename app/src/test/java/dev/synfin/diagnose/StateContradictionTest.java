package dev.synfin.diagnose;

import static dev.synfin.diagnose.Diagnosed.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.KernelSample.KernelSocket;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the kernels say of a connection, against what its segments let one conclude. */
class StateContradictionTest {
  @Test
  void theKernelContradictsWhatWasInferredOnlyWhereTheTimesDoNotExplainIt() {
    assertThat(sampled("SYN_RECV", 500).found()).containsExactly("state-contradiction [3]");
    assertThat(sampled("SYN_RECV", 500).why())
        .isEqualTo(
            "0.500 s after the first frame the kernel of the server had its end in SYN-RECEIVED; by"
                + " the segments it should have been in ESTABLISHED since frame 3.");
    assertThat(sampled("SYN_RECV", 50).found()).isEmpty();
    assertThat(sampled("ESTABLISHED", 500).found()).isEmpty();
  }

  @Test
  void aFinThatWaitsBehindDataIsNoContradiction() {
    assertThat(sampled("FIN_WAIT1", 500, 27_513).found()).isEmpty();
    assertThat(sampled("FIN_WAIT1", 500, 2).found()).isEmpty();
    assertThat(sampled("FIN_WAIT1", 500, 1).found()).containsExactly("state-contradiction [3]");
    assertThat(sampled("LAST_ACK", 500, 27_513).found()).containsExactly("state-contradiction [3]");
  }

  @Test
  void norIsOneThatWaitsAfterTheOtherEndsClose() {
    String closed = Diagnosed.HANDSHAKE + "+0.498 > F. 1:1(0) ack 1\n+0.001 < . 1:1(0) ack 2\n";

    for (String state : List.of("LAST_ACK", "CLOSING")) {
      assertThat(sampled(closed, state, 700, 27_513).found()).isEmpty();
      assertThat(sampled(closed, state, 700, 1).found()).isNotEmpty();
    }
    assertThat(sampled(closed, "FIN_WAIT1", 700, 27_513).found()).isNotEmpty();
    assertThat(sampled(closed, "FIN_WAIT1", 520, 27_513).found())
        .as("the FIN was captured a moment before, and is not worked on")
        .isEmpty();
    assertThat(sampled(closed, "LAST_ACK", 480, 27_513).found())
        .as("the FIN is captured a moment later")
        .isEmpty();
  }

  private static Diagnosed sampled(String state, long millis) {
    return sampled(state, millis, 0);
  }

  private static Diagnosed sampled(String state, long millis, long queued) {
    return sampled(Diagnosed.HANDSHAKE, state, millis, queued);
  }

  private static Diagnosed sampled(String trace, String state, long millis, long queued) {
    var socket = new KernelSocket("10.0.0.2:8080", "10.0.0.1:40000", state, queued, 0L, null, null);
    var sample =
        new KernelSample(
            Instant.ofEpochMilli(1_800_000_000_000L + millis),
            Side.SERVER,
            Map.of(state, 1L),
            Map.of(),
            null,
            null,
            null,
            Map.of(),
            List.of(socket));
    return trace(trace, List.of(sample));
  }
}
