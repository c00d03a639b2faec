package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.synfin.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docker/lab} refuses before it builds or starts anything. */
class LabCommandTest {
  private static final Path LAB = Path.of("..", "docker", "lab");

  private record Said(int code, String text) {}

  /** There is no engine where it would look for one. */
  private static Said lab(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(LAB.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DOCKER_HOST", "unix:///nowhere/docker.sock");
    builder.environment().put("JAVA_HOME", "/nowhere");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), text.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hanshake", "zero_window", "syn-cookeis", "handshakes", "nonsense", "close", "x"})
  void anUnknownScenarioIsRefusedInTheWordsOfSynfinItself(String name) throws Exception {
    Throwable refusal = catchThrowable(() -> Scenarios.find(name));

    assertThat(lab("up", name)).isEqualTo(new Said(2, "docker/lab: " + refusal.getMessage()));
  }

  @Test
  void theNameThatWasProbablyMeantIsAskedFor() throws Exception {
    assertThat(lab("up", "hanshake").text()).contains("; did you mean handshake? There are: ");
    assertThat(lab("up", "nonsense").text()).contains("no scenario nonsense. There are: ");
  }

  @Test
  void anUnknownVariantIsRefusedWithThoseThatThereAre() throws Exception {
    assertThat(lab("up", "syn-cookies", "--variant", "onn"))
        .isEqualTo(
            new Said(
                2,
                "docker/lab: The scenario syn-cookies has no variant onn; did you mean on?"
                    + " It has: on, off."));
    assertThat(lab("up", "handshake", "--variant", "on"))
        .isEqualTo(new Said(2, "docker/lab: The scenario handshake has no variants."));
  }
}
