package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.TimelineSchema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                  + " java\n")
          .containsPattern("TCP: .*\\d+ LISTEN")
          .containsPattern("memory: \\d+ pages in the whole machine")
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
      assertThat(TimelineSchema.socketsFaults(json)).isEmpty();
      assertThat(TimelineSchema.socketsFaults(json.replace("tx_queue", "txQueue"))).isNotEmpty();
      assertThat(json)
          .contains("\"accept_queue\":{")
          .contains("\"" + listener.getLocalPort() + "\":{\"length\":0,\"backlog\":9}")
          .contains("\"protocol\":\"tcp\",\"state\":\"LISTEN\"")
          .contains("\"pid\":" + ProcessHandle.current().pid() + ",\"program\":\"java\"");
    }
  }

  @Test
  void tenThousandSocketsAreAllShown() throws Exception {
    var open = new ArrayList<DatagramChannel>();
    try {
      for (int i = 0; i < 10_000; i++) {
        open.add(DatagramChannel.open().bind(new InetSocketAddress(LOOPBACK, 0)));
      }
      try (var sockets = Synfin.start("sockets", "--format", "json")) {
        String json = whole(sockets);

        assertThat(TimelineSchema.socketsFaults(json)).isEmpty();
        for (DatagramChannel channel : open) {
          int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
          assertThat(json).contains("\"local\":\"127.0.0.1:" + port + "\"");
        }
      }
    } finally {
      for (DatagramChannel channel : open) {
        channel.close();
      }
    }
  }

  @Test
  void onlyWhoIsNotRootIsToldToBecomeRoot() {
    assertThat(SocketsText.unseen(false)).endsWith("as root you see those too.");
    assertThat(SocketsText.unseen(true)).endsWith("the right to look into them (CAP_SYS_PTRACE).");
  }

  /** As for any user who is not root: the processes of others may not be looked into. */
  @Test
  void whoMayNotSeeOthersProcessesIsToldSoAndSeesTheirSockets() throws Exception {
    var powerless = List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all");
    try (var listener = new ServerSocket(0, 9, LOOPBACK);
        var text = Synfin.startBy(powerless, "sockets");
        var json = Synfin.startBy(powerless, "sockets", "--format", "json")) {
      String table = whole(text);
      String document = whole(json);

      assertThat(table)
          .containsPattern(
              "LISTEN +0 +9 +127\\.0\\.0\\.1:" + listener.getLocalPort() + " +- +\\d+ +-\\n")
          .contains(SocketsText.unseen(isRoot()));
      assertThat(text.exitCode()).isZero();
      assertThat(text.errors()).isEmpty();
      assertThat(TimelineSchema.socketsFaults(document)).isEmpty();
      assertThat(document)
          .contains("\"all_processes_seen\":false")
          .containsPattern(
              "\"local\":\"127\\.0\\.0\\.1:" + listener.getLocalPort() + "\"[^}]*\"pid\":null");
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
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

  /** As {@code synfin sockets | head} does. */
  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void whoStopsReadingEndsItWithoutAWord(String format) throws Exception {
    try (var sockets = Synfin.start("sockets", "--watch=50ms", "--format", format)) {
      assertThat(sockets.line()).isNotEmpty();
      sockets.stopReading();

      assertThat(sockets.exitCode()).isEqualTo(StandardOutput.READER_GONE);
      assertThat(sockets.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsTheWatchWithItsCodeAndWithoutAWord(String signal, int code) throws Exception {
    try (var sockets = Synfin.start("sockets", "--watch=50ms")) {
      assertThat(sockets.line()).isNotEmpty();
      sockets.signal(signal);
      sockets.rest();

      assertThat(sockets.exitCode()).isEqualTo(code);
      assertThat(sockets.errors()).isEmpty();
    }
  }

  /** A terminal shows one table after the other, and scrolls: nothing of it is to be restored. */
  @Test
  void ctrlCOnATerminalEndsTheWatchAndLeavesTheTerminalAsItWas() throws Exception {
    try (var listener = new ServerSocket(0, 9, LOOPBACK);
        var sockets = Synfin.startOnATerminal(Path.of("/dev/tty"), "sockets", "--watch=50ms")) {
      var shown = new StringBuilder(sockets.line());
      for (var line = ""; !line.startsWith("Counted meanwhile"); line = sockets.line()) {
        shown.append(line);
      }
      sockets.process.getOutputStream().write(3); // Ctrl-C
      sockets.process.getOutputStream().flush();
      sockets.rest().forEach(shown::append);

      assertThat(sockets.exitCode()).isEqualTo(130);
      assertThat(shown).contains("LISTEN", ":" + listener.getLocalPort()).doesNotContain("\u001b");
    }
  }

  @Test
  void anIntervalThatIsNoDurationIsWrongUsage() throws Exception {
    try (var sockets = Synfin.start("sockets", "--watch=often")) {
      assertThat(sockets.process.waitFor()).isEqualTo(2);
    }
  }
}
