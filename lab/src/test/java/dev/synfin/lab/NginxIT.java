package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.track.Side.CLIENT;
import static dev.synfin.track.Side.SERVER;

import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** nginx, asked by Java's own HTTP client, and by hand where that hides the connection. */
@Testcontainers
@KeepWire
@Timeout(120)
class NginxIT {
  @Container
  static final GenericContainer<?> nginx =
      new GenericContainer<>(Images.NGINX).withExposedPorts(80);

  @Container static final WireTap tap = WireTap.on(nginx).port(80);

  private static HttpRequest request() {
    return HttpRequest.newBuilder(
            URI.create("http://" + tap.address().getHostString() + ":80/index.html"))
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  @Test
  void keepsOneConnectionForTwoRequests() throws Exception {
    Timeline timeline =
        tap.timelineOf(() -> {
          try (var client = HttpClient.newHttpClient()) {
            client.send(request(), BodyHandlers.ofString());
            client.send(request(), BodyHandlers.ofString());
          }
        });

    assertThat(timeline)
        .isComplete()
        .hasConnections(1)
        .connection(0, c -> c.hasSegmentsWithPayload(CLIENT, 2).closedBy(CLIENT));
  }

  @Test
  void closesFirstWhenAskedToAndHoldsTimeWait() throws IOException {
    Timeline timeline =
        tap.timelineOf(() -> {
          try (var client = new Socket(tap.address().getAddress(), 80)) {
            client
                .getOutputStream()
                .write(
                    "GET / HTTP/1.1\r\nHost: nginx\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
            var answer =
                new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
          }
        });

    assertThat(timeline)
        .isComplete()
        .connection(0, c -> c.closedBy(SERVER).leavingTimeWait().gracefully())
        .kernel(SERVER)
        .everHad("TIME_WAIT", 1);
  }
}
