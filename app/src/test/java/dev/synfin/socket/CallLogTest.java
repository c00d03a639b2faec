package dev.synfin.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallLogTest {

  @Test
  void everyCallIsHeardOfInOrder() throws IOException {
    try (var pair = new Loopback()) {
      assertThat(pair.calls.names())
          .containsExactly(
              "socket", "bind", "listen", "socket", "getsockname", "connect", "accept");
    }
  }

  @Test
  void socketGivesItsDescriptor() throws IOException {
    var calls = new CallRecorder();
    try (var socket = Socket.open(Family.INET, Kind.STREAM, calls)) {
      assertThat(calls.last().args()).containsExactly("AF_INET", "SOCK_STREAM");
      assertThat(calls.last().result()).isEqualTo(socket.fileno());
      assertThat(calls.last().fd()).isEqualTo(socket.fileno());
      assertThat(calls.last().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(calls.last().local()).isNull();
      assertThat(calls.last().remote()).isNull();
    }
  }

  @Test
  void acceptGivesThePeerAndStandsBetweenTheAcceptedEnds() throws IOException {
    try (var pair = new Loopback()) {
      var accept = pair.calls.first("accept");
      var client = pair.client.localAddress().toString();

      assertThat(accept.result()).isEqualTo(client);
      assertThat(accept.remote()).isEqualTo(client);
      assertThat(accept.local()).isEqualTo(pair.listener.localAddress().toString());
      assertThat(accept.fd()).isEqualTo(pair.listener.fileno());
    }
  }

  @Test
  void payloadsShowWithTheirLengthAndWhatCameOfThem() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.send("hello\n".getBytes(UTF_8));
      pair.server.recv(1_024);

      assertThat(pair.calls.first("send").args()).containsExactly("hello\\n", 6);
      assertThat(pair.calls.first("send").result()).isEqualTo(6);
      assertThat(pair.calls.first("recv").args()).containsExactly("hello\\n", 1_024);
      assertThat(pair.calls.first("recv").result()).isEqualTo(6);
    }
  }

  @Test
  void theEndOfFileIsARecvOfNothing() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.close();
      pair.server.recv(1_024);

      assertThat(pair.calls.last().args()).containsExactly("", 1_024);
      assertThat(pair.calls.last().result()).isEqualTo(0);
    }
  }

  @Test
  void aRefusedConnectStandsBetweenTheEndsThatTheWireShows() throws IOException {
    var calls = new CallRecorder();
    try (var deaf = Loopback.deaf();
        var client = Socket.open(Family.INET, Kind.STREAM, calls)) {
      client.connectEx(deaf.localAddress());

      assertThat(calls.last().error()).isEqualTo("ECONNREFUSED");
      assertThat(calls.last().result()).isNull();
      assertThat(calls.last().remote()).isEqualTo(deaf.localAddress().toString());
      assertThat(calls.last().local()).matches("127\\.0\\.0\\.1:[1-9][0-9]*");
    }
  }

  @Test
  void optionsAndDirectionsHaveTheirCNames() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.setOption(Option.NO_DELAY, 1);
      assertThat(pair.calls.last().args()).containsExactly("TCP_NODELAY", 1);

      pair.client.getOption(Option.NO_DELAY);
      assertThat(pair.calls.last().result()).isEqualTo(1);

      pair.client.shutdown(How.BOTH);
      assertThat(pair.calls.last().args()).containsExactly("SHUT_RDWR");
    }
  }

  @Test
  void waitingIsPartOfTheCall() throws IOException {
    try (var pair = new Loopback()) {
      pair.client.setTimeout(Duration.ofMillis(120));
      assertThat(pair.calls.last().args()).containsExactly("120ms");
      var before = Instant.now();
      ErrorsTest.failure(() -> pair.client.recv(1));

      var call = pair.calls.last();
      assertThat(call.durationNs()).isGreaterThanOrEqualTo(120_000_000);
      assertThat(call.at()).isBetween(before, Instant.now().minusMillis(120));
    }
  }

  @Test
  void anExcerptShowsEveryOctet() {
    assertThat(Excerpt.of("grüße 🦊\t\\".getBytes(UTF_8))).isEqualTo("grüße 🦊\\t\\\\");
    assertThat(Excerpt.of(new byte[] {0, 'a', (byte) 0xFF, (byte) 0xC3, 'b', 0x1B}))
        .isEqualTo("\\x00a\\xff\\xc3b\\x1b");
  }

  @Test
  void anExcerptSaysThatMoreFollowed() {
    assertThat(Excerpt.of("x".repeat(64).getBytes(UTF_8))).isEqualTo("x".repeat(64));
    assertThat(Excerpt.of("x".repeat(65).getBytes(UTF_8))).isEqualTo("x".repeat(64) + "…");
  }

  @Test
  void addressesReadAsPeopleWriteThem() {
    assertThat(address("2001:db8:0:0:1:0:0:1")).isEqualTo("[2001:db8::1:0:0:1]:80");
    assertThat(address("::")).isEqualTo("[::]:80");
    assertThat(address("fe80::1:2")).isEqualTo("[fe80::1:2]:80");
    assertThat(address("1:0:2:3:4:5:6:7")).isEqualTo("[1:0:2:3:4:5:6:7]:80");
    assertThat(address("192.0.2.1")).isEqualTo("192.0.2.1:80");
  }

  private static String address(String host) {
    return new InternetAddress(Loopback.address(host), 80).toString();
  }
}
