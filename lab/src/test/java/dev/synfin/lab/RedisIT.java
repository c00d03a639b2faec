package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.track.Side.CLIENT;
import static dev.synfin.track.Side.SERVER;

import dev.synfin.timeline.Timeline;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Redis and its Java client, unmodified. */
@Testcontainers
@KeepWire
@Timeout(120)
class RedisIT {
  @Container
  static final GenericContainer<?> redis =
      new GenericContainer<>(Images.REDIS).withExposedPorts(6379);

  @Container static final WireTap tap = WireTap.on(redis).port(6379);

  /** Without the two commands by which Jedis first tells its name and version. */
  private static Jedis jedis() {
    return new Jedis(
        new HostAndPort(tap.address().getHostString(), tap.address().getPort()),
        DefaultJedisClientConfig.builder()
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .build());
  }

  /** Jedis asks for no time to linger: its close is a reset. */
  @Test
  void usesOneConnectionAndResetsIt() {
    Timeline timeline =
        tap.timelineOf(() -> {
          try (var jedis = jedis()) {
            jedis.set("cart", "42");
          }
        });

    assertThat(timeline)
        .isComplete()
        .hasConnections(1)
        .hasNoFindings()
        .matchesGolden("redis-set")
        .connection(
            0,
            c ->
                c.completedHandshake()
                    .within(Duration.ofMillis(50))
                    .hasNoRetransmissions()
                    .closedBy(CLIENT)
                    .abruptly()
                    .follows(
                        """
                        > S
                        < S.
                        > .
                        ...
                        > R.
                        """));
  }

  @Test
  void sendsPipelinedCommandsInOneSegment() {
    Timeline timeline =
        tap.timelineOf(() -> {
          try (var jedis = jedis()) {
            var pipeline = jedis.pipelined();
            pipeline.set("a", "1");
            pipeline.set("b", "2");
            pipeline.set("c", "3");
            pipeline.sync();
          }
        });

    assertThat(timeline)
        .connection(
            0,
            c ->
                c.hasSegmentsWithPayload(CLIENT, 1)
                    .hasSegmentsWithPayload(SERVER, 1)
                    .segment(CLIENT, s -> s.len() > 0)
                    .hasLength(3 * 27)
                    .contains("SET")
                    .and()
                    .sent(SERVER, 3L * "+OK\r\n".length()));
  }
}
