package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.testcontainers.DockerClientFactory;

/** A lab in containers of its own with its live page, as {@code docker/lab up --watch} has it. */
final class WatchedLab {
  private static final Pattern ADDRESS = Pattern.compile("Open (http://\\S+)");

  private final String project = "synfin-watch-it-" + UUID.randomUUID();
  private final Path folder = Path.of("target", project).toAbsolutePath();
  private final DockerClient docker = DockerClientFactory.instance().client();
  private final int port;

  private WatchedLab(int port) {
    this.port = port;
  }

  /** One whose page can be opened. */
  static WatchedLab start() throws IOException, InterruptedException {
    var lab = new WatchedLab(anyPort());
    lab.up();
    return lab;
  }

  private static int anyPort() throws IOException {
    try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private void up() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("timelines"));
    Files.createDirectories(folder.resolve("docker"));
    Files.copy(Path.of("..", "compose.yaml"), folder.resolve("compose.yaml"));
    Files.copy(
        Path.of("..", "docker", "compose.watch.yaml"), folder.resolve("docker/compose.watch.yaml"));
    try {
      compose("up", "--detach", "--no-build");
    } catch (IOException e) {
      remove();
      throw e;
    }
  }

  String project() {
    return project;
  }

  int port() {
    return port;
  }

  /** Where its runs leave their timelines. */
  Path timelines() {
    return folder.resolve("timelines");
  }

  /** The address that the page printed, with its token. */
  String address() throws IOException {
    var logs = new ProcessBuilder(command("logs", "--follow", "--no-log-prefix", "page"));
    Process following = started(logs);
    try (var lines = following.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var address = ADDRESS.matcher(line);
        if (address.find()) {
          return address.group(1);
        }
      }
      throw new IOException("the page ended before it was there");
    } finally {
      following.destroy();
    }
  }

  List<InspectContainerResponse> containers() {
    return docker
        .listContainersCmd()
        .withLabelFilter(Map.of("com.docker.compose.project", project))
        .exec()
        .stream()
        .map(Container::getId)
        .map(id -> docker.inspectContainerCmd(id).exec())
        .toList();
  }

  /** The container that serves the page. */
  InspectContainerResponse page() {
    return containers().stream()
        .filter(container -> container.getName().contains("-page-"))
        .findFirst()
        .orElseThrow();
  }

  private void compose(String... arguments) throws IOException, InterruptedException {
    Process process = started(new ProcessBuilder(command(arguments)));
    try (InputStream said = process.getInputStream()) {
      String text = new String(said.readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("docker compose " + String.join(" ", arguments) + ": " + text);
      }
    }
  }

  private List<String> command(String... arguments) {
    var command = new ArrayList<>(List.of("docker", "compose", "--project-name", project));
    command.addAll(List.of("--file", "compose.yaml", "--file", "docker/compose.watch.yaml"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process started(ProcessBuilder builder) throws IOException {
    builder.directory(folder.toFile()).redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("SYNFIN_WATCH_PORT", Integer.toString(port));
    environment.put("SYNFIN_SUBNET6", "fd73:7761:" + project.substring(17, 21) + "::/64");
    environment.put("SYNFIN_IMAGE", LabImage.present().asCanonicalNameString());
    return builder.start();
  }

  void remove() throws IOException, InterruptedException {
    compose("down", "--volumes", "--timeout", "0");
  }
}
