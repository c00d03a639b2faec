package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code synfin sockets} as a process, asked about a socket of this one. */
@Timeout(60)
class SocketsCommandTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static String whole(Synfin synfin) throws IOException {
    return new String(synfin.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theTableNamesTheProcessAndTheTotals() throws Exception {
    try (var listener = new ServerSocket(0, 9, LOOPBACK);
        var sockets = Synfin.start("sockets")) {
      String text = whole(sockets);

      assertThat(text)
          .containsPattern(
              "tcp +LISTEN +0 +9 +127\\.0\\.0\\.1:"
                  + listener.getLocalPort()
                  + " +- +\\d+ +"
                  + ProcessHandle.current().pid()
                  + " ")
          .containsPattern("TCP: .*\\d+ LISTEN")
          .contains("Counted so far: ");
      assertThat(sockets.process.waitFor()).isZero();
    }
  }

  @Test
  void jsonIsAnObjectALineWithTheTimelinesNames() throws Exception {
    try (var listener = new ServerSocket(0, 9, LOOPBACK);
        var sockets = Synfin.start("sockets", "--format", "json")) {
      String json = whole(sockets);

      assertThat(json.lines()).hasSize(1);
      assertThat(json)
          .contains("\"accept_queue\":{")
          .contains("\"" + listener.getLocalPort() + "\":{\"length\":0,\"backlog\":9}")
          .contains("\"protocol\":\"tcp\",\"state\":\"LISTEN\"")
          .contains("\"pid\":" + ProcessHandle.current().pid());
    }
  }

  @Test
  void watchingShowsThemAgainAndHowFarTheCountersMoved() throws Exception {
    try (var sockets = Synfin.start("sockets", "--watch=50ms")) {
      String line = sockets.line();
      while (!line.startsWith("Counted meanwhile") && !line.equals("null")) {
        line = sockets.line();
      }
      assertThat(line).startsWith("Counted meanwhile: ");
    }
  }

  @Test
  void anIntervalThatIsNoDurationIsWrongUsage() throws Exception {
    try (var sockets = Synfin.start("sockets", "--watch=often")) {
      assertThat(sockets.process.waitFor()).isEqualTo(2);
    }
  }
}
