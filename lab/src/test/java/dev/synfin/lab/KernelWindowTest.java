package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.KernelSample;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a kernel counted in a block. */
class KernelWindowTest {
  private static KernelSample sample(long second, long overflows) {
    return new KernelSample(
        Instant.ofEpochSecond(second),
        Side.SERVER,
        Map.of(),
        Map.of(),
        null,
        null,
        null,
        Map.of("ListenOverflows", overflows),
        null);
  }

  @Test
  void whatItCountedBeforeTheBlockIsNotTheBlocks() {
    List<KernelSample> all = List.of(sample(1, 0), sample(2, 3), sample(4, 5), sample(9, 7));

    assertThat(KernelWindow.of(all, Instant.ofEpochSecond(3), Instant.ofEpochSecond(5)))
        .singleElement()
        .satisfies(s -> assertThat(s.counters()).containsEntry("ListenOverflows", 2L));
  }
}
