package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code synfin serve} and {@code synfin connect} as processes that a person starts. */
@Timeout(60)
class EchoCommandsTest {
  private static final String BLANK =
      "A blank line is not sent: nothing would cross the wire, and both sides would wait.";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"sequential,TERM", "sequential,INT", "concurrent,TERM", "concurrent,INT"})
  void serveEndsWellAtASignal(String mode, String signal) throws Exception {
    try (var server = Synfin.start("serve", "--port", "0", "--mode", mode)) {
      assertThat(server.line()).matches("listening on 0\\.0\\.0\\.0:[1-9][0-9]*");

      server.signal(signal);

      assertThat(server.rest()).containsExactly("stopped");
      assertThat(server.exitCode()).isZero();
      assertThat(server.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequential", "concurrent"})
  void connectSendsLinesAndPrintsReplies(String mode) throws Exception {
    try (var server = serve("--mode", mode);
        var client =
            Synfin.startWith("hello\n\ngrüße\nlast", "connect", "127.0.0.1", port(server))) {
      assertThat(client.rest()).containsExactly("hello...", "grüße...", "last...");
      assertThat(client.errors()).isEqualTo(BLANK);
      assertThat(client.exitCode()).isZero();
    }
  }

  @Test
  void connectSendsMessagesSoManyTimes() throws Exception {
    try (var server = serve();
        var client =
            Synfin.start(
                "connect",
                "localhost",
                port(server),
                "--message=a",
                "--message=b",
                "--count=2",
                "--interval=1ms")) {
      assertThat(client.rest()).containsExactly("a...", "b...", "a...", "b...");
      assertThat(client.exitCode()).isZero();
    }
  }

  @Test
  void connectNamesWhatRefusedIt() throws Exception {
    var port = unusedPort();
    try (var client = Synfin.start("connect", "127.0.0.1", port, "-m", "hello")) {
      assertThat(client.errors())
          .isEqualTo("synfin: ECONNREFUSED: nothing listens on 127.0.0.1:" + port + ".");
      assertThat(client.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void connectShowsBothTextsOfAWrongAnswer() throws Exception {
    try (var server = serve("--reply-suffix", "!");
        var client =
            Synfin.start("connect", "127.0.0.1", port(server), "-m", "hello", "-m", "more")) {
      assertThat(client.rest()).containsExactly("hello!");
      assertThat(client.errors())
          .isEqualTo("synfin: The answer differs: expected «hello...», but «hello!» came.");
      assertThat(client.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void serveNamesATakenPort() throws Exception {
    try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var server = Synfin.start("serve", "--bind=127.0.0.1", "--port=" + holder.getLocalPort())) {
      assertThat(server.errors())
          .isEqualTo("synfin: EADDRINUSE: 127.0.0.1:" + holder.getLocalPort() + " is taken.");
      assertThat(server.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void bothLogTheirCalls() throws Exception {
    var serverLog = folder.resolve("server.jsonl");
    var clientLog = folder.resolve("client.jsonl");
    try (var server = serve("--calls", serverLog.toString(), "--no-reuse-address");
        var client =
            Synfin.start(
                "connect", "127.0.0.1", port(server), "--message=hello", "--calls=" + clientLog)) {
      assertThat(client.exitCode()).isZero();
      assertThat(server.line()).endsWith(" connected");
      assertThat(server.line()).endsWith(" ended its side");
      server.signal("TERM");
      assertThat(server.exitCode()).isZero();
    }

    var made = Timelines.readCalls(clientLog);
    assertThat(made)
        .extracting(CallEvent::call)
        .containsExactly("socket", "connect", "sendall", "recv", "close");
    assertThat(made).extracting(CallEvent::side).containsOnly(Side.CLIENT);
    assertThat(Timelines.readCalls(serverLog))
        .extracting(CallEvent::call, CallEvent::error)
        .contains(tuple("accept", "EINTR"))
        .endsWith(tuple("close", null))
        .doesNotContain(tuple("setsockopt", null));
  }

  @ParameterizedTest
  @CsvSource({
    "connect 127.0.0.1 70000,70000 is no port",
    "connect 127.0.0.1 --count=2,--count is at least 1 and needs a --message",
    "serve --mode=concurrent --calls=x,--calls needs --mode sequential",
    "serve --close-delay=soon,«soon» is no duration"
  })
  void wrongUsageIsTold(String command, String sentence) throws Exception {
    try (var synfin = Synfin.start(command.split(" "))) {
      assertThat(synfin.errors()).contains(sentence);
      assertThat(synfin.exitCode()).isEqualTo(2);
    }
  }

  /** A server on a port that the kernel chose. */
  private static Synfin serve(String... options) throws IOException {
    var args = new ArrayList<>(List.of("serve", "--bind", "127.0.0.1", "--port", "0"));
    args.addAll(List.of(options));
    return Synfin.start(args.toArray(String[]::new));
  }

  private static String port(Synfin server) throws IOException {
    var line = server.line();
    return line.substring(line.lastIndexOf(':') + 1);
  }

  private static String unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
