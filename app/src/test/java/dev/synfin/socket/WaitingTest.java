package dev.synfin.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WaitingTest {

  @Test
  void aTimeOutEndsARecvThatGetsNothing() throws IOException {
    try (var pair = new Loopback()) {
      var peer = pair.listener.localAddress();
      pair.client.setTimeout(Duration.ofMillis(150));

      var failure = ErrorsTest.failure(() -> pair.client.recv(10));

      assertThat(failure.errno()).isEqualTo(Errno.TIMED_OUT);
      assertThat(failure).hasMessage("TIMEDOUT: recv with " + peer + " took longer than 150ms.");
      assertThat(pair.calls.last().error()).isEqualTo("TIMEDOUT");
      assertThat(pair.calls.last().durationNs()).isGreaterThanOrEqualTo(150_000_000);
    }
  }

  @Test
  void aTimeOutEndsAnAcceptToWhichNobodyComes() throws IOException {
    try (var listener = Loopback.listening(Family.INET, CallListener.NONE)) {
      listener.setTimeout(Duration.ofMillis(10));

      assertThat(ErrorsTest.failure(listener::accept))
          .hasMessage("TIMEDOUT: accept took longer than 10ms.");
    }
  }

  @Test
  void aTimeOutIsForTheWholeOfSendall() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.setTimeout(Duration.ofMillis(50));

      assertThat(ErrorsTest.failure(() -> pair.client.sendAll(new byte[64 << 20])).errno())
          .isEqualTo(Errno.TIMED_OUT);
    }
  }

  @Test
  void aNonBlockingRecvSaysThatItWouldHaveToWait() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.setBlocking(false);

      assertThat(ErrorsTest.failure(() -> pair.client.recv(10)))
          .hasMessage("EAGAIN: recv would have to wait, and the socket is not to.");
    }
  }

  @Test
  void aNonBlockingSendTakesWhatThereIsRoomForAndThenNothing() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.setBlocking(false);

      assertThat(pair.client.send(new byte[64 << 20])).isBetween(1, (64 << 20) - 1);
      var failure = ErrorsTest.failure(() -> fill(pair.client));
      assertThat(failure.errno().name()).isEqualTo("EAGAIN");
    }
  }

  @Test
  void aNonBlockingConnectIsInProgressAndStandsLater() throws IOException {
    try (var listener = Loopback.listening(Family.INET, CallListener.NONE);
        var client = Socket.open(Family.INET, Kind.STREAM, CallListener.NONE)) {
      client.setBlocking(false);

      assertThat(client.connectEx(listener.localAddress())).isEqualTo(115);

      try (var server = listener.accept()) {
        assertThat(client.getOption(Option.ERROR)).isZero();
        assertThat(client.peerAddress()).isEqualTo(server.localAddress());
      }
    }
  }

  @Test
  void aNonBlockingConnectThatFailsLeavesItsErrorInTheSocket() throws IOException {
    try (var deaf = Loopback.deaf();
        var client = Socket.open(Family.INET, Kind.STREAM, CallListener.NONE)) {
      client.setBlocking(false);
      var address = deaf.localAddress();

      assertThat(ErrorsTest.failure(() -> client.connect(address)))
          .hasMessage("EINPROGRESS: the connection to " + address + " is being made.");

      assertThat(client.getOption(Option.ERROR)).isEqualTo(111);
    }
  }

  @Test
  void anInterruptedThreadGivesUpItsCallAndStaysInterrupted() throws Exception {
    try (var listener = Loopback.listening(Family.INET, CallListener.NONE)) {
      var given = new CompletableFuture<Throwable>();
      var thread =
          Thread.ofPlatform()
              .start(() -> {
                var failure = catchThrowable(listener::accept);
                given.complete(Thread.currentThread().isInterrupted() ? failure : null);
              });
      thread.interrupt();

      assertThat(given.get()).isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void aCallThatWasGivenUpIsLogged() throws IOException {
    try (var pair = new Loopback()) {
      Thread.currentThread().interrupt();

      assertThat(catchThrowable(() -> pair.client.recv(1)))
          .isInstanceOf(InterruptedIOException.class);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(pair.calls.last().error()).isEqualTo("EINTR");
    }
  }

  @Test
  void theTimeOutIsWhatWasSetLast() throws IOException {
    try (var pair = new Loopback()) {
      assertThat(pair.client.timeout()).isNull();

      pair.client.setTimeout(Duration.ofSeconds(2));
      assertThat(pair.client.timeout()).isEqualTo(Duration.ofSeconds(2));

      pair.client.setBlocking(false);
      assertThat(pair.client.timeout()).isEqualTo(Duration.ZERO);

      pair.client.setBlocking(true);
      assertThat(pair.client.timeout()).isNull();
    }
  }

  private static void fill(Socket socket) throws IOException {
    while (socket.send(new byte[1 << 20]) > 0) {
      assertThat(socket.timeout()).isZero();
    }
  }
}
