package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.track.Side.CLIENT;

import dev.synfin.timeline.Timeline;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** A pair of services in a Compose file of their own, tapped at both. */
@Testcontainers
@KeepWire
@Timeout(180)
class ComposePairIT {
  @Container
  static final ComposeContainer pair =
      new ComposeContainer(file()).withEnv("NGINX_IMAGE", Images.NGINX.asCanonicalNameString());

  @Container static final WireTap front = WireTap.on(pair, "front");
  @Container static final WireTap origin = WireTap.on(pair, "origin").port(80);

  private static File file() {
    return new File(
        Objects.requireNonNull(ComposePairIT.class.getResource("/pair/compose.yaml")).getFile());
  }

  @Test
  void theFrontAsksTheOriginOnceAndIsSeenByBoth() throws IOException {
    Timeline timeline =
        WireTap.merged(front, origin)
            .timelineOf(() -> {
              try (var client = new Socket(front.address(8000).getAddress(), 8000)) {
                client
                    .getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
              }
            });

    assertThat(timeline)
        .isComplete()
        .hasConnections(2)
        .connectionTo(8000, c -> c.completedHandshake().hasNoResets())
        .connectionTo(
            80,
            c ->
                c.completedHandshake()
                    .hasNoLosses()
                    .hasSegmentsWithPayload(CLIENT, 1)
                    .segments()
                    .allSatisfy(segment -> assertThat(segment.seen()).hasSize(2)));
  }
}
