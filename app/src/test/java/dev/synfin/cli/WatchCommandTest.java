package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code synfin watch} as a process. */
@Timeout(60)
class WatchCommandTest {
  @TempDir private Path folder;

  @Test
  void printsWhereItIsAndEndsWellAtCtrlC() throws Exception {
    try (var synfin = Synfin.start("watch", "--port", "0", "-o", folder.toString());
        var client = HttpClient.newHttpClient()) {
      String line = synfin.line();
      assertThat(line).matches("Open http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]{43}");
      var request = HttpRequest.newBuilder(URI.create(line.substring("Open ".length()))).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(303);

      new ProcessBuilder("kill", "-INT", Long.toString(synfin.process.pid())).start().waitFor();

      assertThat(synfin.exitCode()).isZero();
      assertThat(synfin.errors()).isEmpty();
    }
  }

  @Test
  void whatIsNoPortIsWrongUsage() throws Exception {
    try (var synfin = Synfin.start("watch", "--port", "70000")) {
      assertThat(synfin.errors()).contains("70000 is no port");
      assertThat(synfin.exitCode()).isEqualTo(2);
    }
  }
}
