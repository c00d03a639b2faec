package dev.synfin.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ErrorsTest {

  @Test
  void connectingToAPortWithoutAListenerIsRefused() throws IOException {
    try (var deaf = Loopback.deaf();
        var client = stream()) {
      var address = deaf.localAddress();

      assertThat(failure(() -> client.connect(address)))
          .hasMessage("ECONNREFUSED: nothing listens on " + address + ".");
    }
  }

  @Test
  void aPortCanBeBoundOnce() throws IOException {
    try (var pair = new Loopback();
        var second = stream()) {
      var address = pair.listener.localAddress();

      assertThat(failure(() -> second.bind(address)))
          .hasMessage("EADDRINUSE: " + address + " is taken.");
    }
  }

  @Test
  void aForeignAddressCannotBeBound() throws IOException {
    try (var socket = stream()) {
      var foreign = new InternetAddress(Loopback.address("192.0.2.1"), 8080);

      assertThat(failure(() -> socket.bind(foreign)))
          .hasMessage("EADDRNOTAVAIL: 192.0.2.1:8080 is no address of this machine.");
    }
  }

  @Test
  void aResetIsToldToTheReaderWithThePeersAddress() throws IOException {
    try (var pair = new Loopback()) {
      var client = pair.client.localAddress();
      pair.client.setLinger(true, 0);
      pair.client.close();

      assertThat(failure(() -> pair.server.recv(10)))
          .hasMessage("ECONNRESET: " + client + " reset the connection.");
    }
  }

  @Test
  void sendingAfterOnesOwnShutdownIsABrokenPipeAndNoSignal() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.shutdown(How.WRITE);

      assertThat(failure(() -> pair.client.send(new byte[1])).errno().name()).isEqualTo("EPIPE");
    }
  }

  @Test
  void aSocketThatDoesNotListenAcceptsNothing() throws IOException {
    try (var deaf = Loopback.deaf()) {
      assertThat(failure(deaf::accept).errno().name()).isEqualTo("EINVAL");
    }
  }

  @Test
  void receivingNeedsAConnection() throws IOException {
    try (var socket = stream()) {
      assertThat(failure(() -> socket.recv(10)))
          .hasMessage("ENOTCONN: recv was called on a socket that is not connected.");
      assertThat(failure(socket::peerAddress).errno().number()).isEqualTo(107);
    }
  }

  @Test
  void connectingTwiceIsOneTimeTooMany() throws IOException {
    try (var pair = new Loopback()) {
      var address = pair.listener.localAddress();

      assertThat(failure(() -> pair.client.connect(address)).errno().name()).isEqualTo("EISCONN");
    }
  }

  @Test
  void aClosedSocketIsNoDescriptor() throws IOException {
    var socket = stream();
    socket.close();

    assertThat(failure(() -> socket.listen(1)))
        .hasMessage("EBADF: listen was called on a closed socket.");
  }

  @Test
  void anOptionOfTcpMeansNothingToUdp() throws IOException {
    try (var socket = Socket.open(Family.INET, Kind.DATAGRAM, CallListener.NONE)) {
      assertThat(failure(() -> socket.setOption(Option.NO_DELAY, 1)).errno().name())
          .isIn("ENOPROTOOPT", "EOPNOTSUPP");
    }
  }

  @Test
  void anAddressOfAnotherFamilyIsRefused() throws IOException {
    try (var socket = stream()) {
      var six = new InternetAddress(Loopback.address("::1"), 80);

      assertThat(failure(() -> socket.connect(six)))
          .hasMessage("EAFNOSUPPORT: the socket is of another family than [::1]:80.");
    }
  }

  @Test
  void connectExGivesTheNumberAndThrowsNothing() throws IOException {
    try (var deaf = Loopback.deaf();
        var client = stream()) {
      assertThat(client.connectEx(deaf.localAddress())).isEqualTo(111);
    }
  }

  @Test
  void theCLibraryHasWordsForEveryNumber() {
    assertThat(Errno.of(111)).isEqualTo(new Errno("ECONNREFUSED", 111, "Connection refused"));
    assertThat(Errno.of(61)).isEqualTo(new Errno("E61", 61, "No data available"));
  }

  @Test
  void aPortHas16Bits() {
    var host = Loopback.address("127.0.0.1");

    assertThatThrownBy(() -> new InternetAddress(host, 65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Socket stream() throws SocketException {
    return Socket.open(Family.INET, Kind.STREAM, CallListener.NONE);
  }

  static SocketException failure(ThrowingCallable call) {
    return catchThrowableOfType(SocketException.class, call);
  }
}
