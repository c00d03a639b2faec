package dev.synfin.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.socket.Call;
import dev.synfin.socket.CallListener;
import dev.synfin.socket.Family;
import dev.synfin.socket.How;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class EchoPairTest {

  @ParameterizedTest(name = "concurrent: {0}")
  @ValueSource(booleans = {false, true})
  void eachMessageComesBackWithThreeDots(boolean concurrent) throws IOException {
    try (var server = RunningServer.of(concurrent);
        var client = connect(server)) {
      assertThat(answers(client, "hello")).containsExactly("hello...");
      assertThat(answers(client, "grüße 🦊")).containsExactly("grüße 🦊...");
    }
  }

  @ParameterizedTest(name = "concurrent: {0}")
  @ValueSource(booleans = {false, true})
  void aLongMessageGoesInPiecesEachAnswered(boolean concurrent) throws IOException {
    try (var server = RunningServer.of(concurrent);
        var client = connect(server)) {
      assertThat(answers(client, "x".repeat(2_500)))
          .containsExactly(
              "x".repeat(1_024) + "...", "x".repeat(1_024) + "...", "x".repeat(452) + "...");
    }
  }

  @ParameterizedTest(name = "concurrent: {0}")
  @ValueSource(booleans = {false, true})
  void anEndOfFileDoesNotEndTheServer(boolean concurrent) throws Exception {
    try (var server = RunningServer.of(concurrent)) {
      connect(server).close();
      assertThat(server.journal.take()).endsWith(" connected");
      assertThat(server.journal.take()).endsWith(" ended its side");

      try (var next = connect(server)) {
        assertThat(answers(next, "still there?")).containsExactly("still there?...");
      }
    }
  }

  @ParameterizedTest(name = "concurrent: {0}")
  @ValueSource(booleans = {false, true})
  void aResetDoesNotEndTheServer(boolean concurrent) throws Exception {
    try (var server = RunningServer.of(concurrent)) {
      var rude = raw(server);
      var name = rude.localAddress();
      rude.setLinger(true, 0);
      assertThat(server.journal.take()).isEqualTo(name + " connected");
      rude.close();
      assertThat(server.journal.take()).isEqualTo("ECONNRESET: " + name + " reset the connection.");

      try (var next = connect(server)) {
        assertThat(answers(next, "still there?")).containsExactly("still there?...");
      }
    }
  }

  @Test
  void theSequentialServerLetsTheSecondClientWaitInTheBacklog() throws Exception {
    try (var server = RunningServer.sequential()) {
      var first = connect(server);
      answers(first, "one");
      var second = raw(server);
      second.sendAll("two".getBytes(UTF_8));
      second.setTimeout(Duration.ofMillis(150));
      assertThatThrownBy(() -> second.recv(10)).hasMessageStartingWith("TIMEDOUT: ");

      first.close();

      second.setTimeout(null);
      assertThat(second.recv(10)).asString(UTF_8).isEqualTo("two...");
    }
  }

  @Test
  void theConcurrentServerAnswersTheSecondClientWhileTheFirstIsThere() throws Exception {
    try (var server = RunningServer.concurrent();
        var first = connect(server);
        var second = connect(server)) {
      assertThat(answers(second, "two")).containsExactly("two...");
      assertThat(answers(first, "one")).containsExactly("one...");
    }
  }

  @Test
  void theServerClosesSoLongAfterTheEndOfFile() throws IOException {
    var delay = Duration.ofMillis(120);
    try (var server = RunningServer.sequential(options -> options.withCloseDelay(delay));
        var client = raw(server)) {
      var asked = System.nanoTime();
      client.shutdown(How.WRITE);

      assertThat(client.recv(10)).isEmpty();
      assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(delay.toNanos());
    }
  }

  @Test
  void theServerReads1024OctetsAtATime() throws IOException {
    try (var server = RunningServer.sequential();
        var client = raw(server)) {
      client.sendAll("x".repeat(1_500).getBytes(UTF_8));
      var came = 0;
      while (came < 1_500 + 2 * 3) {
        came += client.recv(4_096).length;
      }
      client.shutdown(How.WRITE);
      assertThat(client.recv(1)).as("the server has done everything and closed").isEmpty();

      assertThat(called(server.calls, "recv"))
          .extracting(call -> call.args().getLast())
          .containsOnly(1_024);
      assertThat(called(server.calls, "sendall"))
          .extracting(Call::result)
          .containsExactly(1_024 + 3, 476 + 3);
    }
  }

  @Test
  void aTakenPortIsNamedByEitherServer() throws IOException {
    try (var server = RunningServer.sequential()) {
      var options = ServerOptions.at(server.address());
      var sentence = "EADDRINUSE: " + server.address() + " is taken.";

      assertThatThrownBy(() -> EchoServer.sequential(options, CallListener.NONE, line -> {}))
          .hasMessage(sentence);
      assertThatThrownBy(() -> EchoServer.concurrent(options, line -> {})).hasMessage(sentence);
    }
  }

  @Test
  void aStoppedServerEndsTheConnectionThatItHolds() throws Exception {
    var server = RunningServer.sequential();
    try (var client = connect(server)) {
      answers(client, "hello");

      server.close();

      assertThat(server.journal).last().isEqualTo("stopped");
      assertThat(called(server.calls, "close")).hasSize(2);
      assertThat(server.calls)
          .filteredOn(call -> "EINTR".equals(call.error()))
          .extracting(Call::call)
          .containsExactly("recv");
    }
  }

  static EchoClient connect(RunningServer server) throws IOException {
    return EchoClient.connect(server.address(), "...", Duration.ofSeconds(10), CallListener.NONE);
  }

  static List<String> answers(EchoClient client, String message) throws IOException {
    var answers = new ArrayList<String>();
    client.exchange(message.getBytes(UTF_8), answer -> answers.add(new String(answer, UTF_8)));
    return answers;
  }

  private static Socket raw(RunningServer server) throws IOException {
    var socket = Socket.open(Family.INET, Kind.STREAM, CallListener.NONE);
    socket.connect(server.address());
    return socket;
  }

  private static List<Call> called(List<Call> calls, String name) {
    return calls.stream().filter(call -> call.call().equals(name)).toList();
  }
}
