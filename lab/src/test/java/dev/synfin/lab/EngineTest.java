package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** What is said where Docker is missing. */
class EngineTest {
  @Test
  void withoutAnEngineOneSentenceSaysWhatToDo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Engine.require(() -> false))
        .withMessage(
            "No Docker engine answers: start one (docker/lab engine does, or see"
                + " https://docs.docker.com/engine/install/), or leave these tests out (in synfin"
                + " itself with -DskipScenarios).");
    assertThatCode(() -> Engine.require(() -> true)).doesNotThrowAnyException();
  }
}
