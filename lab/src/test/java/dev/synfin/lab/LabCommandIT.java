package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.synfin.timeline.Timelines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;

/** {@code docker/lab up} as someone uses it who does not wait for its end. */
@Timeout(420) // the first run builds the image
class LabCommandIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** The client waits for an answer that never comes. */
  private static final String WAITS =
      """
      name: NAME
      title: The server never answers
      explain: The client waits for an answer until somebody has had enough.
      options: {timeout: 120s}
      server:
        - listen: {backlog: 5}
        - accept
        - recv: {expect: hello}
        - recv: {size: 10}
      client:
        - connect
        - sendall: hello
        - recv: {size: 10}
      expect: {connections: 1}
      """;

  private final String name = "interrupted-" + UUID.randomUUID();
  private @Nullable Process started;
  private final Path run = ROOT.resolve("timelines").resolve(name);

  @AfterEach
  void removeTheRun() throws Exception {
    if (started != null) {
      started.destroy();
      started.waitFor();
    }
    if (Files.exists(run)) {
      try (var files = Files.walk(run)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void anInterruptedRunKeepsWhatWasCapturedAndLeavesNoContainer() throws Exception {
    Path file = Path.of("target", name + ".yaml").toAbsolutePath();
    Files.writeString(file, WAITS.replace("NAME", name));
    var said = new ArrayList<String>();
    // A shell that was started in the background ignores SIGINT, and hands that on.
    Process up =
        new ProcessBuilder(
                "env",
                "--default-signal=INT",
                ROOT.resolve("docker/lab").toString(),
                "up",
                file + "")
            .redirectErrorStream(true)
            .start();
    started = up;
    Thread.ofVirtual().start(() -> readAll(up, said));

    assertThat(areConnected(up)).as(said.toString()).isTrue();
    new ProcessBuilder("kill", "-INT", up.pid() + "").start().waitFor();

    assertThat(up.waitFor()).as(said.toString()).isEqualTo(130);
    assertThat(Timelines.read(run.resolve("timeline.json")).connections())
        .singleElement()
        .satisfies(c -> assertThat(c.handshake()).isNotNull());
    assertThat(run.resolve("network.pcap")).isNotEmptyFile();
    assertThat(containersOf(up)).isEmpty();
  }

  /** Waits until the client's host has a connection to port 8080 that is established. */
  private static boolean areConnected(Process up) throws Exception {
    String poll =
        """
        host() { docker ps --quiet --filter "name=synfin-$1-.*client-host"; }
        until docker exec "$(host "$1")" grep -q ':1F90 01 ' /proc/net/tcp
        do sleep 0.1
        done
        """;
    Process waiting =
        new ProcessBuilder("timeout", "300", "sh", "-c", poll, "sh", up.pid() + "")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return waiting.waitFor() == 0;
  }

  private static void readAll(Process process, List<String> lines) {
    try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add(e.toString());
    }
  }

  /** The script names its project by its own process. */
  private static List<Container> containersOf(Process up) {
    return DockerClientFactory.instance()
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .exec()
        .stream()
        .filter(container ->
            container
                .getLabels()
                .getOrDefault("com.docker.compose.project", "")
                .startsWith("synfin-" + up.pid() + "-"))
        .toList();
  }
}
