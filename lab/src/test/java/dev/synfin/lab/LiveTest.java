package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.synfin.timeline.Timeline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said of what did not come in time. */
class LiveTest {
  private static final Timeline ONE = Traces.proven(Traces.ECHO);

  /** One that ends without another frame. */
  private static Live live() {
    return new Live(
        new Live.Source() {
          @Override
          public Timeline soFar() {
            return ONE;
          }

          @Override
          public long frames() {
            return 11;
          }

          @Override
          public void awaitMore(long than, Duration atMost) {}

          @Override
          public boolean hasEnded() {
            return true;
          }
        });
  }

  @Test
  void theSentenceOfTheAssertionSaysHowLongItWasTried() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> live().untilAsserted(t -> assertThat(t).hasConnections(7)))
        .withMessageStartingWith(
            "Expected 7 connections, but there is 1 before the capture ended.\n\n TCP 0");
  }

  @Test
  void aConditionIsToldWithTheLadder() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> live().until(t -> false))
        .withMessageStartingWith("The condition was not met before the capture ended.\n\n TCP 0");
  }
}
