package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * The process to which containers, networks and volumes belong, written on them as labels, so that
 * the next run removes what a killed one left: only where that process is gone from this host.
 */
final class Owner {
  static final String HOST = "dev.synfin.owner.host";
  static final String PID = "dev.synfin.owner.pid";
  static final String STARTED = "dev.synfin.owner.started";

  private static final Duration LOOK = Duration.ofMillis(10);
  private static final int MOST_LOOKS = 1000;

  private Owner() {}

  /** Labels that name this process, and Testcontainers' own, by which its helper finds them too. */
  static Map<String, String> labels() {
    var labels = new HashMap<>(DockerClientFactory.DEFAULT_LABELS);
    labels.put(DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL, DockerClientFactory.SESSION_ID);
    labels.putAll(ownLabels());
    return labels;
  }

  /** Those of them that Testcontainers does not set itself. */
  static Map<String, String> ownLabels() {
    ProcessHandle self = ProcessHandle.current();
    return Map.of(HOST, host(), PID, Long.toString(self.pid()), STARTED, started(self));
  }

  /** Removes what belongs to processes of this host that are gone. */
  static void sweep(DockerClient client) {
    var ours = List.of(HOST + "=" + host());
    client.listContainersCmd().withShowAll(true).withLabelFilter(ours).exec().stream()
        .filter(container -> isGone(container.getLabels()))
        .forEach(container -> remove(client, container.getId()));
    client.listNetworksCmd().withFilter("label", ours).exec().stream()
        .filter(network -> isGone(network.getLabels()))
        .forEach(network -> quietly(() -> client.removeNetworkCmd(network.getId()).exec()));
    client.listVolumesCmd().withFilter("label", ours).exec().getVolumes().stream()
        .filter(volume -> isGone(volume.getLabels()))
        .forEach(volume -> quietly(() -> client.removeVolumeCmd(volume.getName()).exec()));
  }

  /**
   * Removes a container, running or not, that may be gone already or just going; returns when it is
   * gone, or after ten seconds.
   */
  static void remove(DockerClient client, String id) {
    quietly(() -> client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec());
    quietly(() -> awaitRemoval(client, id));
  }

  /**
   * The engine removes it by itself too, and then it refuses whoever asks second instead of letting
   * him wait. It takes a container off its list last.
   */
  private static void awaitRemoval(DockerClient client, String id) {
    try {
      for (int looks = 0; looks < MOST_LOOKS && isListed(client, id); looks++) {
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isListed(DockerClient client, String id) {
    var one = List.of(id);
    return !client.listContainersCmd().withShowAll(true).withIdFilter(one).exec().isEmpty();
  }

  private static void quietly(Runnable removal) {
    try {
      removal.run();
    } catch (DockerException e) {
      // someone else removes it, or still needs it
    }
  }

  private static boolean isGone(Map<String, String> labels) {
    String pid = labels.get(PID);
    if (pid == null || !pid.matches("\\d{1,18}")) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(pid))
        .map(process -> !started(process).equals(labels.get(STARTED)))
        .orElse(true);
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  /** A process id means something in one process namespace of one host only. */
  private static String host() {
    return name() + processNamespace();
  }

  private static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String processNamespace() {
    String namespace = link(Path.of("/proc/self/ns/pid"));
    return namespace == null ? "" : "/" + namespace;
  }

  private static @Nullable String link(Path path) {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return null; // no Linux
    }
  }
}
