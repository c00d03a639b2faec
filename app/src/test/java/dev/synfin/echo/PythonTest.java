package dev.synfin.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.socket.CallListener;
import dev.synfin.socket.InternetAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pair's ends against programs of the classic kind, in Python. */
@Timeout(30)
class PythonTest {

  @Test
  void theClientTalksToAServerInPython() throws Exception {
    var server = python("echo_server.py", 0);
    try {
      var port = Integer.parseInt(server.inputReader(UTF_8).readLine());
      var address = new InternetAddress(InetAddress.getLoopbackAddress(), port);
      for (var name : new String[] {"first", "second"}) {
        try (var client =
            EchoClient.connect(address, "...", Duration.ofSeconds(10), CallListener.NONE)) {
          assertThat(EchoPairTest.answers(client, name)).containsExactly(name + "...");
          assertThat(EchoPairTest.answers(client, "x".repeat(1_024)))
              .containsExactly("x".repeat(1_024) + "...");
        }
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest(name = "concurrent: {0}")
  @ValueSource(booleans = {false, true})
  void theServerAnswersAClientInPython(boolean concurrent) throws Exception {
    try (var server = RunningServer.of(concurrent)) {
      var client = python("echo_client.py", server.address().port());
      try (var input = client.outputWriter(UTF_8)) {
        input.write("hello\ngrüße\n");
      }

      assertThat(client.inputReader(UTF_8).lines()).containsExactly("hello...", "grüße...");
      assertThat(client.waitFor()).isZero();
    }
  }

  private static Process python(String program, int port) throws IOException, URISyntaxException {
    var resource = Objects.requireNonNull(PythonTest.class.getResource("/python/" + program));
    var path = Path.of(resource.toURI()).toString();
    try {
      return new ProcessBuilder("python3", path, Integer.toString(port))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new AssertionError(
          "This test needs python3 on the PATH, to talk to programs in another language.", e);
    }
  }
}
