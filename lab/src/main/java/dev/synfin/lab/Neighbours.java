package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The containers on a target's networks by their addresses: ladders call an end by the name by
 * which others reach it. The engine is asked when an address is first seen, as they come and go.
 */
final class Neighbours {
  private final DockerClient client;
  private final Place place;
  private final Map<String, @Nullable String> names = new HashMap<>();

  /**
   * Those of a target.
   *
   * @param name of the target itself
   */
  Neighbours(DockerClient client, Place place, String name) {
    this.client = client;
    this.place = place;
    place.gateways().forEach(address -> names.put(address, null)); // that is this machine
    place.addresses().forEach(address -> names.put(address, name));
  }

  /** The same connection with the names of its ends, where they have none yet and one is known. */
  Connection named(Connection connection) {
    if (place.isLoopback()) {
      return connection;
    }
    return connection.withEnds(named(connection.client()), named(connection.server()));
  }

  private Endpoint named(Endpoint end) {
    String name = end.name() != null ? null : name(end.address());
    return name == null ? end : new Endpoint(end.address(), end.port(), name);
  }

  private synchronized @Nullable String name(String address) {
    if (!names.containsKey(address)) {
      names.put(address, null);
      look(address);
    }
    return names.get(address);
  }

  private void look(String address) {
    try {
      for (String id : place.networks(client)) {
        Network network = client.inspectNetworkCmd().withNetworkId(id).exec();
        for (Map.Entry<String, Network.ContainerNetworkConfig> one :
            network.getContainers().entrySet()) {
          if (has(one.getValue(), address)) {
            names.put(address, name(client.inspectContainerCmd(one.getKey()).exec(), id));
            return;
          }
        }
      }
    } catch (RuntimeException e) {
      // it has no name then: the container, the network or the engine is just going
    }
  }

  private static boolean has(Network.ContainerNetworkConfig config, String address) {
    return Stream.of(config.getIpv4Address(), config.getIpv6Address())
        .filter(Objects::nonNull)
        .map(a -> Addresses.canonical(a.replaceFirst("/.*", "")))
        .anyMatch(address::equals);
  }

  /** As others there call it: its service, else its alias, else its image. */
  private static String name(InspectContainerResponse container, String network) {
    return Place.service(container)
        .or(() -> alias(container, network))
        .orElseGet(() -> Place.nameOf(container));
  }

  /** The first that somebody gave it: Testcontainers and the engine give it one each. */
  private static Optional<String> alias(InspectContainerResponse container, String network) {
    return container.getNetworkSettings().getNetworks().values().stream()
        .filter(n -> network.equals(n.getNetworkID()))
        .map(ContainerNetwork::getAliases)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(a -> !a.startsWith("tc-") && !container.getId().startsWith(a))
        .findFirst();
  }
}
