package dev.synfin.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StreamTest {

  @Test
  void whatOneEndSendsTheOtherReceives() throws IOException {
    try (var pair = new Loopback()) {
      assertThat(pair.client.send("hello".getBytes(UTF_8))).isEqualTo(5);

      assertThat(pair.server.recv(1_024)).asString(UTF_8).isEqualTo("hello");
    }
  }

  @Test
  void recvTakesNoMoreThanAskedFor() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.sendAll("hello".getBytes(UTF_8));

      assertThat(pair.server.recv(2)).asString(UTF_8).isEqualTo("he");
      assertThat(pair.server.recv(1_024)).asString(UTF_8).isEqualTo("llo");
    }
  }

  @Test
  void shutdownForWritingIsThePeersEndOfFileAndStillLetsItAnswer() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.shutdown(How.WRITE);

      assertThat(pair.server.recv(1_024)).isEmpty();
      pair.server.sendAll("late".getBytes(UTF_8));
      assertThat(pair.client.recv(1_024)).asString(UTF_8).isEqualTo("late");
    }
  }

  @Test
  void bothEndsTellTheSameTwoAddresses() throws IOException {
    try (var pair = new Loopback()) {
      assertThat(pair.client.localAddress()).isEqualTo(pair.server.peerAddress());
      assertThat(pair.client.peerAddress()).isEqualTo(pair.server.localAddress());
      assertThat(pair.server.localAddress()).isEqualTo(pair.listener.localAddress());
    }
  }

  @Test
  void worksOverIpVersion6() throws IOException {
    try (var listener = Loopback.listening(Family.INET6, CallListener.NONE);
        var client = Socket.open(Family.INET6, Kind.STREAM, CallListener.NONE)) {
      client.connect(listener.localAddress());
      try (var server = listener.accept()) {
        assertThat(server.localAddress().toString()).startsWith("[::1]:");
        assertThat(server.peerAddress()).isEqualTo(client.localAddress());
      }
    }
  }

  @Test
  void aSocketOfVersion6TakesAClientOfVersion4() throws IOException {
    try (var listener = Socket.open(Family.INET6, Kind.STREAM, CallListener.NONE);
        var client = Socket.open(Family.INET6, Kind.STREAM, CallListener.NONE)) {
      listener.setOption(Option.V6_ONLY, 0);
      listener.bind(new InternetAddress(Loopback.address("0.0.0.0"), 0));
      listener.listen(5);
      var port = ((InternetAddress) listener.localAddress()).port();

      client.connect(Loopback.at(port));

      try (var server = listener.accept()) {
        assertThat(server.peerAddress().toString()).startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void optionsAreTheKernelsOwn() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.setOption(Option.NO_DELAY, 1);
      pair.client.setOption(Option.KEEP_IDLE, 7);
      pair.client.setOption(Option.RECEIVE_BUFFER, 10_000);

      assertThat(pair.client.getOption(Option.NO_DELAY)).isEqualTo(1);
      assertThat(pair.server.getOption(Option.NO_DELAY)).isZero();
      assertThat(pair.client.getOption(Option.KEEP_IDLE)).isEqualTo(7);
      assertThat(pair.client.getOption(Option.RECEIVE_BUFFER)).isEqualTo(20_000);
    }
  }

  @Test
  void lingeringIsOffOrSomeSeconds() throws IOException {
    try (var pair = new Loopback()) {
      assertThat(pair.client.getOption(Option.LINGER)).isEqualTo(-1);

      pair.client.setLinger(true, 3);
      assertThat(pair.client.getOption(Option.LINGER)).isEqualTo(3);

      pair.client.setLinger(false, 0);
      assertThat(pair.client.getOption(Option.LINGER)).isEqualTo(-1);
    }
  }

  @Test
  void sendallWaitsForRoomUntilEverythingIsSent() throws Exception {
    var much = new byte[8 << 20];
    try (var pair = new Loopback()) {
      var sending = CompletableFuture.runAsync(() -> sendAll(pair.client, much));
      var came = new ByteArrayOutputStream();
      while (came.size() < much.length) {
        came.write(pair.server.recv(1 << 16));
      }
      sending.join();

      assertThat(came.size()).isEqualTo(much.length);
      assertThat(pair.calls.first("sendall").result()).isEqualTo(much.length);
    }
  }

  @Test
  void aSendWithATimeOutIsShortWhereTheRoomIs() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.setTimeout(Duration.ofSeconds(5));

      assertThat(pair.client.send(new byte[64 << 20])).isBetween(1, (64 << 20) - 1);
    }
  }

  @Test
  void nothingToSendIsACallAllTheSame() throws IOException {
    try (var pair = new Loopback()) {
      assertThat(pair.client.send(new byte[0])).isZero();

      assertThat(pair.calls.last().call()).isEqualTo("send");
    }
  }

  @Test
  void closingTwiceClosesOnce() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.close();
      pair.client.close();

      assertThat(pair.calls.names()).containsOnlyOnce("close");
      assertThat(pair.client.fileno()).isEqualTo(-1);
    }
  }

  @Test
  void abandoningClosesAndTellsNobody() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.abandon();

      assertThat(pair.server.recv(1)).isEmpty();
      assertThat(pair.calls.names()).doesNotContain("close");
    }
  }

  private static void sendAll(Socket socket, byte[] bytes) {
    try {
      socket.sendAll(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
