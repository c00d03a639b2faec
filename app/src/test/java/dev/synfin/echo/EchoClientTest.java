package dev.synfin.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.synfin.socket.CallListener;
import dev.synfin.socket.Family;
import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against a server that says what the test wants. */
@Timeout(20)
class EchoClientTest {
  private final ArrayList<String> answers = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Socket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = Socket.open(Family.INET, Kind.STREAM, CallListener.NONE);
    listener.bind(new InternetAddress(InetAddress.getLoopbackAddress(), 0));
    listener.listen(5);
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void anAnswerCutInPartsIsOneAnswer() throws IOException {
    answer(null, "hel", "lo", "...");

    assertThat(exchange(Duration.ofSeconds(5))).isNull();
    assertThat(answers).containsExactly("hello...");
  }

  @Test
  void aDifferentAnswerIsGivenAsItCameAndNamedWithTheRightOne() throws IOException {
    answer(null, "HELLO!!!");

    assertThat(exchange(null))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessage("The answer differs: expected «hello...», but «HELLO!!!» came.");
    assertThat(answers).containsExactly("HELLO!!!");
  }

  @Test
  void anAnswerWithMoreBehindItDiffers() throws IOException {
    answer(null, "hello...more");

    assertThat(exchange(null))
        .hasMessage("The answer differs: expected «hello...», but «hello...more» came.");
  }

  @Test
  void anAnswerThatStopsHalfWayDiffers() throws IOException {
    answer(null, "hello");

    assertThat(exchange(Duration.ofMillis(300)))
        .hasMessage(
            "The answer differs: expected «hello...», but «hello» came, and then nothing in time.");
    assertThat(answers).containsExactly("hello");
  }

  @Test
  void aServerThatClosesInsteadOfAnsweringIsNamed() throws IOException {
    answer(0);

    assertThat(exchange(null))
        .hasMessage(
            "The answer differs: expected «hello...», but nothing came, and then the end of file.");
    assertThat(answers).isEmpty();
  }

  @Test
  void noAnswerAtAllIsATimeOut() throws IOException {
    answer(null);

    assertThat(exchange(Duration.ofMillis(100)))
        .hasMessage("TIMEDOUT: recv with " + listener.localAddress() + " took longer than 100ms.");
  }

  @Test
  void controlCharactersDoNotReachTheTerminalInASentence() throws IOException {
    answer(null, "\u001b[2J");

    assertThat(exchange(null)).hasMessageContaining("«\\x1b[2J»");
  }

  @Test
  void aBlankMessageIsTheCallersMistake() throws IOException {
    try (var client = connect(null)) {
      assertThatThrownBy(() -> client.exchange(new byte[0], answer -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void piecesDoNotCutCharacters() {
    assertThat(Pieces.of("aaüb".getBytes(UTF_8), 3))
        .extracting(piece -> new String(piece, UTF_8))
        .containsExactly("aa", "üb");
    assertThat(Pieces.of(new byte[] {-1, -1, -128, -128, -128, -128, -128}, 5))
        .extracting(piece -> piece.length)
        .containsExactly(5, 2);
  }

  /** Accepts one client, reads its piece, sends these parts, and then waits for its end of file. */
  private void answer(@Nullable Integer closes, String... parts) {
    Thread.ofPlatform().daemon().start(() -> serve(closes != null, parts));
  }

  private void serve(boolean closes, String... parts) {
    try (var connection = listener.accept()) {
      connection.recv(1_024);
      for (var part : parts) {
        connection.sendAll(part.getBytes(UTF_8));
      }
      while (!closes && connection.recv(1_024).length > 0) {
        assertThat(connection.fileno()).isPositive();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Throwable exchange(@Nullable Duration timeout) throws IOException {
    try (var client = connect(timeout)) {
      return catchThrowable(() ->
          client.exchange(
              "hello".getBytes(UTF_8), answer -> answers.add(new String(answer, UTF_8))));
    }
  }

  private EchoClient connect(@Nullable Duration timeout) throws IOException {
    return EchoClient.connect(
        (InternetAddress) listener.localAddress(), "...", timeout, CallListener.NONE);
  }
}
