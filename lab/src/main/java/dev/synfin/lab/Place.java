package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a tap sits.
 *
 * @param name what people call it
 * @param network the network mode of a container that joins it
 * @param addresses at which it is reached
 * @param gateways the host's own addresses on its networks
 * @param exposed the ports that its image or its container names
 * @param published the host's ports by the container's
 */
record Place(
    String name,
    String network,
    List<String> addresses,
    Set<String> gateways,
    Set<Integer> exposed,
    Map<Integer, Set<Integer>> published) {

  private static final String SHARED = "container:";

  /** The loopback of this process: the machine's, or that of the container in which it runs. */
  static Place loopback(DockerClient client) {
    String own = ownContainer(client);
    return new Place(
        "loopback",
        own == null ? "host" : SHARED + own,
        List.of("127.0.0.1"),
        Set.of(),
        Set.of(),
        Map.of());
  }

  /** Whether everything there happens between processes of one host. */
  boolean isLoopback() {
    return addresses.equals(List.of("127.0.0.1"));
  }

  private static @Nullable String ownContainer(DockerClient client) {
    if (!Files.exists(Path.of("/.dockerenv"))) {
      return null;
    }
    try {
      return client.inspectContainerCmd(InetAddress.getLocalHost().getHostName()).exec().getId();
    } catch (IOException | NotFoundException e) {
      return null; // a container of another engine
    }
  }

  /**
   * A running container.
   *
   * @throws IllegalStateException if it is not there or does not run
   */
  static Place of(DockerClient client, String id) {
    InspectContainerResponse container = inspect(client, id);
    if (!Boolean.TRUE.equals(container.getState().getRunning())) {
      throw new IllegalStateException(
          "The container " + nameOf(container) + " does not run: start it before it is tapped.");
    }
    InspectContainerResponse owner = ownerOfItsNamespace(client, container);
    return mode(owner).equals("host")
        ? new Place(
            nameOf(container), "host", List.of("127.0.0.1"), Set.of(), exposed(container), Map.of())
        : inOwnNamespace(container, owner);
  }

  private static InspectContainerResponse ownerOfItsNamespace(
      DockerClient client, InspectContainerResponse container) {
    String mode = mode(container);
    return mode.startsWith(SHARED)
        ? ownerOfItsNamespace(client, inspect(client, mode.substring(SHARED.length())))
        : container;
  }

  /** The ids of the networks that it is on now. */
  Set<String> networks(DockerClient client) {
    if (!network.startsWith(SHARED)) {
      return Set.of();
    }
    InspectContainerResponse container = inspect(client, network.substring(SHARED.length()));
    return ownerOfItsNamespace(client, container)
        .getNetworkSettings()
        .getNetworks()
        .values()
        .stream()
        .map(ContainerNetwork::getNetworkID)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static Place inOwnNamespace(
      InspectContainerResponse container, InspectContainerResponse owner) {
    var addresses = new ArrayList<String>();
    var gateways = new HashSet<String>();
    for (ContainerNetwork network : owner.getNetworkSettings().getNetworks().values()) {
      add(network.getIpAddress(), addresses);
      add(network.getGlobalIPv6Address(), addresses);
      add(network.getGateway(), gateways);
      add(network.getIpV6Gateway(), gateways);
    }
    return new Place(
        nameOf(container),
        SHARED + container.getId(),
        List.copyOf(addresses),
        Set.copyOf(gateways),
        exposed(container),
        published(owner));
  }

  private static void add(@Nullable String address, Collection<String> to) {
    if (address != null && !address.isEmpty()) {
      to.add(Addresses.canonical(address));
    }
  }

  private static InspectContainerResponse inspect(DockerClient client, String id) {
    try {
      return client.inspectContainerCmd(id).exec();
    } catch (NotFoundException e) {
      throw new IllegalStateException("There is no container " + id + " to tap.", e);
    }
  }

  private static String mode(InspectContainerResponse container) {
    return Objects.requireNonNullElse(container.getHostConfig().getNetworkMode(), "default");
  }

  static String nameOf(InspectContainerResponse container) {
    String image = Objects.requireNonNullElse(container.getConfig().getImage(), "container");
    String last = image.substring(image.lastIndexOf('/') + 1);
    return service(container).orElseGet(() -> last.replaceFirst("[:@].*", ""));
  }

  /** The service of a Compose project that a container is. */
  static Optional<String> service(InspectContainerResponse container) {
    return Optional.ofNullable(container.getConfig().getLabels())
        .map(labels -> labels.get("com.docker.compose.service"));
  }

  private static Set<Integer> exposed(InspectContainerResponse container) {
    var ports = new HashSet<Integer>();
    var exposed = container.getConfig().getExposedPorts();
    if (exposed != null) {
      for (var port : exposed) {
        ports.add(port.getPort());
      }
    }
    return Set.copyOf(ports);
  }

  private static Map<Integer, Set<Integer>> published(InspectContainerResponse container) {
    var published = new HashMap<Integer, Set<Integer>>();
    container
        .getNetworkSettings()
        .getPorts()
        .getBindings()
        .forEach((port, bindings) -> {
          if (bindings != null) {
            for (Ports.Binding binding : bindings) {
              published
                  .computeIfAbsent(port.getPort(), p -> new HashSet<>())
                  .add(Integer.valueOf(binding.getHostPortSpec()));
            }
          }
        });
    return published;
  }
}
