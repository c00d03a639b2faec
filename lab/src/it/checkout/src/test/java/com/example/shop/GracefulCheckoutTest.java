package com.example.shop;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.track.Side.CLIENT;

import dev.synfin.lab.KeepWire;
import dev.synfin.lab.WireTap;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

@Testcontainers
@KeepWire
class GracefulCheckoutTest {
  @Container static final GenericContainer<?> redis = new GenericContainer<>(Images.REDIS).withExposedPorts(6379);
  @Container static final WireTap tap = WireTap.on(redis).port(6379);

  @Test void usesOneConnectionAndClosesIt() {
    try (var jedis = new Jedis(GracefulCheckoutTest::ordinarySocket)) {
      jedis.set("cart", "42");
    }

    assertThat(tap.timeline())
        .isComplete()
        .hasConnections(1)
        .connection(0, c -> c
            .completedHandshake().within(Duration.ofMillis(50))
            .hasNoRetransmissions()
            .closedBy(CLIENT).gracefully()
            .follows("""
                > S
                < S.
                > .
                ...
                > F.
                """));
  }

  private static Socket ordinarySocket() {
    try {
      return new Socket(tap.address().getHostString(), tap.address().getPort());
    } catch (IOException e) {
      throw new JedisConnectionException(e);
    }
  }
}
