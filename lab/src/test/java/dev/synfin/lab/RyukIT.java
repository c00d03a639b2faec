package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether Testcontainers' helper can be had; needs a Docker engine. */
class RyukIT {
  @Test
  @Timeout(90)
  void anImageThatCannotBeHadIsNamedWithTheRemedy() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Ryuk.require("localhost:1/ryuk:none"))
        .withMessage(
            "The image localhost:1/ryuk:none of Testcontainers' helper is not here and cannot be"
                + " pulled: set TESTCONTAINERS_RYUK_DISABLED=true, and the lab removes what it made"
                + " itself.");
  }

  @Test
  void anImageThatIsHereWithAnyTagIsNotPulled() {
    assertThatCode(() -> Ryuk.require("synfin/lab:none")).doesNotThrowAnyException();
  }
}
