package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  private static final long GIBIBYTE = 1L << 30;

  @Test
  void aMillionConnectionsAreFollowedWhereTheHeapHoldsThem() {
    assertThat(ConnectionLimit.of(null, 2 * GIBIBYTE))
        .isEqualTo(new ConnectionLimit(1_000_000, false));
  }

  @Test
  void aSmallHeapHoldsFewer() {
    assertThat(ConnectionLimit.of(null, GIBIBYTE).most()).isBetween(500_000, 600_000);
    assertThat(ConnectionLimit.of(null, GIBIBYTE / 4).most()).isBetween(125_000, 150_000);
    assertThat(ConnectionLimit.of(null, GIBIBYTE / 4).ofTheHeap()).isTrue();
  }

  @Test
  void whatWasAskedForStandsWhateverTheHeap() {
    assertThat(ConnectionLimit.of(5_000_000, GIBIBYTE))
        .isEqualTo(new ConnectionLimit(5_000_000, false));
  }
}
