package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.track.Side.CLIENT;

import com.github.dockerjava.api.model.ContainerNetwork;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** Where a target may be, and what may become of it; plain JUnit, without Testcontainers' own. */
@Timeout(120)
class TapPlacesIT {
  private static GenericContainer<?> redis() {
    return new GenericContainer<>(Images.REDIS).withExposedPorts(6379);
  }

  /** Another, which asks and does not answer. */
  private static GenericContainer<?> asking(Network network) {
    return new GenericContainer<>(Images.REDIS)
        .withCommand("sleep", "infinity")
        .withNetwork(network);
  }

  private static void ping(String address) throws IOException {
    try (var client = new Socket(address, 6379)) {
      client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.getInputStream().readNBytes(7)).hasSize(7);
    }
  }

  private static ContainerNetwork in(Network network, GenericContainer<?> container) {
    return container.getCurrentContainerInfo().getNetworkSettings().getNetworks().values().stream()
        .filter(n -> network.getId().equals(n.getNetworkID()))
        .findFirst()
        .orElseThrow();
  }

  private static void join(Network network, GenericContainer<?> container) {
    DockerClientFactory.instance()
        .client()
        .connectToNetworkCmd()
        .withNetworkId(network.getId())
        .withContainerId(container.getContainerId())
        .exec();
  }

  @Test
  void oneContainerAsksAnotherByItsAlias() throws Exception {
    try (var network = Network.newNetwork();
        var store = redis().withNetwork(network).withNetworkAliases("store");
        var shop = asking(network);
        var atStore = WireTap.on(store).port(6379).named("store");
        var atShop = WireTap.on(shop).named("shop")) {
      atStore.start();
      atShop.start();

      Timeline timeline =
          WireTap.merged(atStore, atShop)
              .timelineOf(() -> shop.execInContainer("redis-cli", "-h", "store", "set", "a", "1"));

      assertThat(timeline)
          .isComplete()
          .connectionTo(6379, c -> c.hasNoLosses().closedBy(CLIENT).gracefully());
      var asked = timeline.connections().stream().filter(c -> c.handshake() != null).findFirst();
      assertThat(asked).get().extracting(c -> c.client().name()).isEqualTo("shop");
      assertThat(asked).get().extracting(c -> c.server().name()).isEqualTo("store");
    }
  }

  @Test
  void onSeveralNetworksAllAreCaptured() throws IOException {
    try (var first = Network.newNetwork();
        var second = Network.newNetwork();
        var target = redis().withNetwork(first)) {
      target.start();
      join(second, target);
      try (var tap = WireTap.on(target)) {
        tap.start();

        Timeline timeline =
            tap.timelineOf(() -> {
              ping(Objects.requireNonNull(in(first, target).getIpAddress()));
              ping(Objects.requireNonNull(in(second, target).getIpAddress()));
            });

        assertThat(timeline).isComplete().hasConnections(2).noConnectionTo(9999);
        target.stop();
        assertThat(tap.timeline().captures().getFirst().reason()).isEqualTo("interface gone");
      }
    }
  }

  @Test
  void aNetworkThatIsJoinedLaterIsMissing() {
    try (var first = Network.newNetwork();
        var later = Network.newNetwork();
        var target = redis().withNetwork(first);
        var tap = WireTap.on(target)) {
      tap.start();
      assertThat(tap).isComplete();

      join(later, target);

      assertThat(tap.timeline().complete()).isFalse();
      assertThat(tap.timeline().captures().getFirst().reason())
          .isEqualTo("the interface eth1 came after the capture had begun, and is not in it");
    }
  }

  private static Network withIpv6() {
    return Network.builder()
        .createNetworkCmdModifier(create -> create.withEnableIpv6(true).withIpam(Lab.ownSubnet()))
        .build();
  }

  @Test
  void overIpv6ItIsTheSame() throws Exception {
    try (var network = withIpv6();
        var store = redis().withNetwork(network);
        var shop = asking(network);
        var tap = WireTap.on(store).port(6379)) {
      store.withCommand(
          "redis-server", "--save", "", "--protected-mode", "no", "--bind", "0.0.0.0", "::");
      shop.start();
      tap.start();
      String address = Objects.requireNonNull(in(network, store).getGlobalIPv6Address());

      Timeline timeline =
          tap.timelineOf(() -> shop.execInContainer("redis-cli", "-h", address, "set", "a", "1"));

      assertThat(timeline)
          .isComplete()
          .hasConnections(1)
          .connection(0, c -> c.closedBy(CLIENT).gracefully());
      assertThat(timeline.connections().getFirst().server().address()).contains(":");
    }
  }

  @Test
  void aTargetThatWasRestartedTakesANewTap() throws IOException {
    try (var target = redis();
        var tap = WireTap.on(target).port(6379)) {
      tap.start();
      var client = DockerClientFactory.instance().client();

      client.restartContainerCmd(target.getContainerId()).withTimeout(1).exec();

      assertThat(tap.timeline().complete()).isFalse();
      tap.stop();
      tap.start();
      for (int tries = 0; ; tries++) {
        try {
          ping(tap.address().getHostString());
          break;
        } catch (IOException e) {
          assertThat(tries).as("it never answers: " + e).isLessThan(100);
          Thread.sleep(20);
        }
      }
      assertThat(tap).isComplete().connectionTo(6379, c -> {});
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTargetThatCrashesLeavesWhatItSent() throws IOException {
    try (var target = redis();
        var tap = WireTap.on(target).port(6379)) {
      tap.start();
      try (var client = new Socket(tap.address().getAddress(), 6379)) {
        client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.getInputStream().readNBytes(7)).hasSize(7);

        DockerClientFactory.instance().client().killContainerCmd(target.getContainerId()).exec();
        Timeline timeline = tap.live().until(t -> t.captures().getFirst().reason() != null);

        assertThat(timeline).connection(0, c -> c.completedHandshake().contains("< P. (7)"));
        assertThat(timeline.captures())
            .extracting(c -> c.reason())
            .isEqualTo(List.of("interface gone"));
      }
    }
  }
}
