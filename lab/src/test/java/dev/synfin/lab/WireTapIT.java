package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synfin.timeline.Timeline;
import dev.synfin.track.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** A tap on software that nobody changed, asked while it runs. */
@Testcontainers
@Timeout(120)
class WireTapIT {
  // declared before its target, on purpose
  @Container static final WireTap tap;

  @Container
  static final GenericContainer<?> redis =
      new GenericContainer<>(Images.REDIS).withExposedPorts(6379);

  static {
    tap = WireTap.on(redis).port(6379);
  }

  @Test
  void seesAConnectionFromItsFirstSegmentToItsLast() throws IOException {
    Timeline timeline = tap.timelineOf(() -> ping(tap.address()));

    assertThat(timeline.complete()).isTrue();
    assertThat(timeline.connections())
        .singleElement()
        .satisfies(connection -> {
          assertThat(connection.connState()).isEqualTo("SF");
          assertThat(connection.server().text()).isEqualTo(text(tap.address()));
          assertThat(connection.client().name()).isNull();
        });
  }

  @Test
  void goesOnAfterItWasAsked() throws IOException {
    int before = tap.timeline().connections().size();
    ping(tap.address());
    assertThat(tap.timeline().connections()).hasSize(before + 1);
    ping(tap.address());
    assertThat(tap.timeline().connections()).hasSize(before + 2);
  }

  @Test
  void tellsOnlyWhatHappenedDuringABlock() throws IOException {
    try (var client = new Socket(tap.address().getAddress(), 6379)) {
      say(client, "PING\r\n");

      Timeline timeline = tap.timelineOf(() -> say(client, "ECHO hello\r\n"));

      assertThat(timeline.connections())
          .singleElement()
          .satisfies(connection -> {
            assertThat(connection.handshake()).isNull();
            assertThat(connection.segments())
                .allMatch(s -> s.len() == 0 || s.len() == 12 || s.len() == 11);
          });
    }
  }

  @Test
  void waitsForWhatIsStillToCome() throws IOException {
    long before = tap.timeline().connections().size();
    var client = new Socket(tap.address().getAddress(), 6379);
    try (client) {
      Timeline timeline =
          tap.live()
              .until(t ->
                  t.connections().size() > before && t.connections().getLast().handshake() != null);
      assertThat(timeline.connections().getLast().teardown()).isNull();
    }
    tap.live().until(t -> t.connections().getLast().teardown() != null);
  }

  @Test
  void saysWhatDidNotComeInTime() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() ->
            tap.live()
                .within(Duration.ofMillis(100))
                .until(t -> t.connections().stream().anyMatch(c -> c.protocol() == Protocol.UDP)))
        .withMessageStartingWith("The condition was not met within 100 ms of watching.");
  }

  @Test
  void marksConnectionsThatCameThroughDockersProxy() throws IOException {
    assumeTrue(
        Place.loopback(Engine.client()).network().equals("host"),
        "the proxy listens elsewhere than where this test runs");
    Timeline timeline =
        tap.timelineOf(() -> {
          ping(published());
          ping(tap.address());
          ping(published());
        });

    assertThat(timeline.connections())
        .extracting(connection -> connection.client().name())
        .containsExactly("docker-proxy", null, "docker-proxy");
  }

  @Test
  void tellsWhatTheKernelHas() {
    Timeline timeline = tap.timeline();

    assertThat(timeline.kernel().getLast().states()).containsKey("LISTEN");
    assertThat(timeline.kernel().getLast().acceptQueue()).containsKey("6379");
  }

  private static InetSocketAddress published() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), redis.getMappedPort(6379));
  }

  private static void ping(InetSocketAddress address) throws IOException {
    try (var client = new Socket(address.getAddress(), address.getPort())) {
      say(client, "PING\r\n");
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).isEmpty();
    }
  }

  private static void say(Socket client, String command) throws IOException {
    client.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
    assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
    int left = client.getInputStream().available();
    client.getInputStream().skipNBytes(left);
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
