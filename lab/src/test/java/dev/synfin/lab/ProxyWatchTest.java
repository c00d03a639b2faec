package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.synfin.stage.TapRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the watch of Docker's proxy tells, and when it can tell nothing. */
@Timeout(20)
class ProxyWatchTest {
  private final ProxyWatch watch = new ProxyWatch();

  private void begin() {
    watch.accept(new TapRecord.Begun("lo", null, 1, 262_144, true, Instant.EPOCH));
  }

  @Test
  void aQuestionBeforeThereIsSomebodyToAskIsNotForgotten() {
    begin();
    watch.awaitBegin();
    long question = watch.ask();
    List<Long> asked = new ArrayList<>();

    watch.asks(asked::add);

    assertThat(asked).containsExactly(question);
  }

  @Test
  void aWatchThatCannotStartSaysWhy() {
    watch.ended("No right to capture.");

    assertThatIllegalStateException()
        .isThrownBy(watch::awaitBegin)
        .withMessageContaining("Docker's proxy")
        .withMessageEndingWith("could not start: No right to capture.");
  }

  @Test
  void aWatchThatEndsLeavesItUnknownWhoCameThroughTheProxy() {
    begin();
    long question = watch.ask();
    watch.ended("the tap's container ended");

    assertThat(watch.await(question))
        .isEqualTo(
            "which connections came through Docker's proxy is not known: the tap's container"
                + " ended");
  }
}
