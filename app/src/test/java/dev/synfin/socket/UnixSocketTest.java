package dev.synfin.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class UnixSocketTest {
  @TempDir private Path folder;

  @Test
  void aStreamGoesThroughAPath() throws IOException {
    var address = new UnixAddress(folder.resolve("s").toString());
    try (var listener = listening(address, 1);
        var client = open(Kind.STREAM)) {
      client.connect(address);
      try (var server = listener.accept()) {
        client.sendAll("hello".getBytes(UTF_8));

        assertThat(server.recv(10)).asString(UTF_8).isEqualTo("hello");
        assertThat(client.peerAddress()).isEqualTo(address);
        assertThat(server.peerAddress()).isEqualTo(new UnixAddress(""));
      }
    }
  }

  @Test
  void datagramsGoThroughPathsAndNameTheirSender() throws IOException {
    var own = new UnixAddress(folder.resolve("own").toString());
    var other = new UnixAddress(folder.resolve("other").toString());
    try (var receiver = open(Kind.DATAGRAM);
        var sender = open(Kind.DATAGRAM)) {
      receiver.bind(other);
      sender.bind(own);
      sender.sendTo("hello".getBytes(UTF_8), other);

      assertThat(receiver.recvFrom(10).from()).isEqualTo(own);
    }
  }

  @Test
  void theAbstractNamespaceNeedsNoFile() throws IOException {
    var address = new UnixAddress("@synfin-" + ProcessHandle.current().pid());
    try (var listener = listening(address, 1);
        var client = open(Kind.STREAM)) {
      client.connect(address);

      assertThat(client.peerAddress()).isEqualTo(address);
      assertThat(listener.localAddress()).isEqualTo(address);
    }
  }

  @Test
  void aPathWithoutASocketIsNamed() throws IOException {
    var nowhere = new UnixAddress(folder.resolve("nowhere").toString());
    try (var client = open(Kind.STREAM)) {
      assertThat(ErrorsTest.failure(() -> client.connect(nowhere)))
          .hasMessage("ENOENT: there is no socket " + nowhere + ".");
    }
  }

  @Test
  void aFullBacklogMakesConnectWaitAsLongAsItMay() throws IOException {
    var address = new UnixAddress(folder.resolve("s").toString());
    try (var listener = listening(address, 0);
        var first = open(Kind.STREAM);
        var second = open(Kind.STREAM)) {
      first.connect(address);
      second.setTimeout(Duration.ofMillis(30));

      assertThat(ErrorsTest.failure(() -> second.connect(address)).errno())
          .isEqualTo(Errno.TIMED_OUT);

      listener.accept().close();
      second.connect(address);
      assertThat(second.peerAddress()).isEqualTo(address);
    }
  }

  @Test
  void aPathMustFit() {
    assertThatThrownBy(() -> new UnixAddress("x".repeat(108)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new UnixAddress("x".repeat(107)).path()).hasSize(107);
  }

  private static Socket open(Kind kind) throws SocketException {
    return Socket.open(Family.UNIX, kind, CallListener.NONE);
  }

  private static Socket listening(Address address, int backlog) throws SocketException {
    var listener = open(Kind.STREAM);
    listener.bind(address);
    listener.listen(backlog);
    return listener;
  }
}
