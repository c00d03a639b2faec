package dev.synfin.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that is killed, and what its kernel then does with its sockets. */
@Timeout(30)
class HeirTest {
  /** The heir has them open, and nobody else. */
  private static Heir of(Loopback pair) throws IOException {
    var sockets = List.of(pair.listener, pair.server);
    Heir heir = Heir.of(sockets);
    sockets.forEach(Socket::abandon);
    return heir;
  }

  @Test
  void aConnectionEndsWhenTheProcessThatHasItIsKilledAndNotBefore() throws Exception {
    try (var pair = new Loopback()) {
      Address listening = pair.listener.localAddress();
      Heir heir = of(pair);
      assertThat(ProcessHandle.of(heir.pid())).isPresent();
      pair.client.setTimeout(Duration.ofMillis(100));
      assertThatThrownBy(() -> pair.client.recv(10)).hasMessageStartingWith("TIMEDOUT");

      heir.kill();

      assertThat(ProcessHandle.of(heir.pid())).isEmpty();
      assertThat(pair.client.recv(10)).as("the end of file").isEmpty();
      try (var other = Socket.open(Family.INET, Kind.STREAM, CallListener.NONE)) {
        assertThatThrownBy(() -> other.connect(listening)).hasMessageStartingWith("ECONNREFUSED");
      }
    }
  }

  @Test
  void whatItHadNotReadIsAnsweredWithAReset() throws Exception {
    try (var pair = new Loopback()) {
      Heir heir = of(pair);
      pair.client.sendAll("nobody reads this".getBytes(UTF_8));

      heir.kill();

      assertThatThrownBy(() -> pair.client.recv(10)).hasMessageStartingWith("ECONNRESET");
    }
  }
}
