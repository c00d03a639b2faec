package dev.synfin.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DatagramTest {

  @Test
  void aDatagramComesWholeAndWithItsSender() throws IOException {
    try (var server = bound(CallListener.NONE);
        var client = open(CallListener.NONE)) {
      assertThat(client.sendTo("one".getBytes(UTF_8), server.localAddress())).isEqualTo(3);
      client.sendTo("two".getBytes(UTF_8), server.localAddress());

      var received = server.recvFrom(1_024);
      assertThat(received.bytes()).asString(UTF_8).isEqualTo("one");
      var port = ((InternetAddress) client.localAddress()).port();
      assertThat(String.valueOf(received.from())).isEqualTo("127.0.0.1:" + port);
      assertThat(server.recvFrom(1_024).bytes()).asString(UTF_8).isEqualTo("two");
    }
  }

  @Test
  void aDatagramLongerThanAskedForIsCut() throws IOException {
    try (var server = bound(CallListener.NONE);
        var client = open(CallListener.NONE)) {
      client.sendTo("hello".getBytes(UTF_8), server.localAddress());

      assertThat(server.recvFrom(2).bytes()).asString(UTF_8).isEqualTo("he");
    }
  }

  @Test
  void anEmptyDatagramIsOneToo() throws IOException {
    try (var server = bound(CallListener.NONE);
        var client = open(CallListener.NONE)) {
      client.sendTo(new byte[0], server.localAddress());

      assertThat(server.recvFrom(10).bytes()).isEmpty();
    }
  }

  @Test
  void theAnswerPortUnreachableIsARefusalOfTheNextCall() throws IOException {
    try (var client = open(CallListener.NONE)) {
      Address gone;
      try (var server = bound(CallListener.NONE)) {
        gone = server.localAddress();
      }
      client.connect(gone);
      client.send(new byte[1]);

      assertThat(ErrorsTest.failure(() -> client.recv(10)))
          .hasMessage("ECONNREFUSED: nothing listens on " + gone + ".");
    }
  }

  @Test
  void aDatagramHasItsLimit() throws IOException {
    try (var server = bound(CallListener.NONE);
        var client = open(CallListener.NONE)) {
      var address = server.localAddress();

      assertThat(ErrorsTest.failure(() -> client.sendTo(new byte[70_000], address)))
          .hasMessage("EMSGSIZE: the datagram is too long to be sent to " + address + ".");
    }
  }

  @Test
  void theLogNamesTheOtherEndOfEachDatagram() throws IOException {
    var calls = new CallRecorder();
    try (var server = bound(calls);
        var client = open(calls)) {
      client.sendTo("hi".getBytes(UTF_8), server.localAddress());
      var from = server.recvFrom(100).from();

      assertThat(calls.first("sendto").args())
          .containsExactly("hi", 2, server.localAddress().toString());
      assertThat(calls.first("recvfrom").args()).containsExactly("hi", 100, String.valueOf(from));
      assertThat(calls.first("recvfrom").remote()).isEqualTo(String.valueOf(from));
    }
  }

  private static Socket open(CallListener calls) throws SocketException {
    return Socket.open(Family.INET, Kind.DATAGRAM, calls);
  }

  private static Socket bound(CallListener calls) throws SocketException {
    var socket = open(calls);
    socket.bind(Loopback.any());
    return socket;
  }
}
