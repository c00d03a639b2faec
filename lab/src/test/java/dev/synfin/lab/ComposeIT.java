package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;

/** Plain {@code docker compose up}: what it leaves, and what each of its parts may do. */
@Timeout(180)
class ComposeIT {
  private static final List<String> HOSTS = List.of("client-host", "network", "server-host");
  private static final List<String> TAPS = List.of("client-tap", "network-tap", "server-tap");
  private static final List<String> SETUPS =
      List.of("client-setup", "network-setup", "server-setup");
  private static final List<String> PROGRAMS = List.of("client", "server");
  private static final String NONE = "0000000000000000";
  private static final String NET_ADMIN = "0000000000001000";
  private static final String NET_RAW = "0000000000002000";
  private static final int SOMEONE = 4321;

  private final String project = "synfin-it-" + UUID.randomUUID();
  private final DockerClient docker = DockerClientFactory.instance().client();
  private Path folder = Path.of("");

  @BeforeEach
  void aFolderOfItsOwn() throws IOException {
    // beneath the sources: the engine must find it by the same name
    folder = Path.of("target", project).toAbsolutePath();
    Files.createDirectories(folder.resolve("timelines"));
    Files.copy(Path.of("..", "compose.yaml"), folder.resolve("compose.yaml"));
  }

  @AfterEach
  void removeIt() throws Exception {
    compose(Map.of(), "down", "--volumes", "--timeout", "0");
  }

  @Test
  void itRunsTheScenarioAndEndsByItself() throws Exception {
    Said said = compose(Map.of("SYNFIN_SCENARIO", "refused"), "up");

    assertThat(said.text()).contains("✓ passed");
    assertThat(said.exitCode()).isZero();
    assertThat(folder.resolve("timelines/refused/timeline.json")).isNotEmptyFile();
    assertThat(running()).isEmpty();
  }

  @Test
  void whatItWritesBelongsToTheFoldersOwner() throws Exception {
    Path timelines = folder.resolve("timelines");
    Files.setAttribute(timelines, "unix:uid", SOMEONE);
    Files.setAttribute(timelines, "unix:gid", SOMEONE);

    compose(Map.of(), "up");

    try (var written = Files.walk(timelines)) {
      assertThat(written)
          .hasSizeGreaterThan(7)
          .allSatisfy(file -> assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(SOMEONE));
    }
  }

  @Test
  void aScenarioThatIsNotThereGetsOneSentence() throws Exception {
    Said said = compose(Map.of("SYNFIN_SCENARIO", "handshakes"), "up");

    assertThat(said.exitCode()).isNotZero();
    assertThat(said.text().lines().filter(line -> line.contains("synfin: ")))
        .singleElement()
        .asString()
        .contains(
            "There is no scenario handshakes; did you mean handshake? There are: handshake, ");
    awaitTheirEnd(); // Compose does not, when it could not start them all
    assertThat(running()).isEmpty();
  }

  @Test
  void eachPartMayDoWhatItNeedsAndNothingElse() throws Exception {
    start(HOSTS);
    start(TAPS);
    start(SETUPS);
    start(PROGRAMS);

    for (String host : HOSTS) {
      assertThat(rightsOf(host)).isEqualTo(new Rights(10001, NONE, true));
    }
    for (String tap : TAPS) {
      awaitReady(tap, tap);
      assertThat(rightsOf(tap)).isEqualTo(new Rights(10001, NET_RAW, true));
    }
    for (String setup : SETUPS) {
      awaitReady(setup, setup);
      assertThat(rightsOf(setup)).isEqualTo(new Rights(10001, NET_ADMIN, true));
    }
    for (String program : PROGRAMS) {
      awaitReady(program, program + "-program");
      assertThat(rightsOf(program)).isEqualTo(new Rights(10001, NONE, true));
    }
    assertThat(containers()).hasSize(11).allSatisfy(ComposeIT::isLocked);
  }

  @Test
  void itsNetworkIsInternal() throws Exception {
    start(HOSTS);

    assertThat(docker.inspectNetworkCmd().withNetworkId(project + "_lab").exec().getInternal())
        .isTrue();
  }

  @Test
  void itsImageIsSmallAndNotRoots() {
    var image = docker.inspectImageCmd(LabImage.present().asCanonicalNameString()).exec();

    assertThat(image.getSize()).isLessThanOrEqualTo(250_000_000L);
    assertThat(Objects.requireNonNull(image.getConfig()).getUser()).isEqualTo("10001:10001");
  }

  private static void isLocked(InspectContainerResponse container) {
    var config = container.getHostConfig();
    assertThat(config.getCapDrop()).containsExactly(Capability.ALL);
    assertThat(config.getSecurityOpts()).contains("no-new-privileges:true");
    assertThat(config.getReadonlyRootfs()).isTrue();
    assertThat(config.getPrivileged()).isFalse();
  }

  private List<InspectContainerResponse> containers() {
    return docker
        .listContainersCmd()
        .withLabelFilter(Map.of("com.docker.compose.project", project))
        .exec()
        .stream()
        .map(Container::getId)
        .map(id -> docker.inspectContainerCmd(id).exec())
        .toList();
  }

  private void awaitTheirEnd() {
    for (var container : containers()) {
      var end = docker.waitContainerCmd(container.getId()).exec(new WaitContainerResultCallback());
      assertThat(end.awaitStatusCode(60, TimeUnit.SECONDS)).isNotNegative();
    }
  }

  private List<String> running() {
    return containers().stream().map(InspectContainerResponse::getName).toList();
  }

  private void start(List<String> services) throws Exception {
    var arguments = new ArrayList<>(List.of("up", "--detach", "--no-build", "--no-deps"));
    arguments.addAll(services);
    Said said = compose(Map.of(), arguments.toArray(String[]::new));
    assertThat(said.exitCode()).as(said.text()).isZero();
  }

  private void awaitReady(String service, String agent) throws Exception {
    String file = LabContainer.MEETING + "/" + agent + ".ready";
    inside(service, "until [ -e " + file + " ]; do sleep 0.1; done");
  }

  /**
   * What a service's first process may do.
   *
   * @param capabilities permitted and, what is more, in effect; in the kernel's hexadecimal
   * @param noNewPrivileges whether it is certain that it never gets more
   */
  private record Rights(int user, String capabilities, boolean noNewPrivileges) {}

  private Rights rightsOf(String service) throws Exception {
    var status = new HashMap<String, String>();
    inside(service, "cat /proc/1/status")
        .lines()
        .map(line -> line.split(":\\s*", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> status.put(pair[0], pair[1]));
    assertThat(status.get("CapPrm")).isEqualTo(status.get("CapEff"));
    return new Rights(
        Integer.parseInt(status.getOrDefault("Uid", "").split("\\s+", 2)[0]),
        status.getOrDefault("CapEff", ""),
        status.getOrDefault("NoNewPrivs", "").equals("1"));
  }

  private String inside(String service, String script) throws Exception {
    Said said = compose(Map.of(), "exec", "-T", service, "sh", "-c", script);
    assertThat(said.exitCode()).as(said.text()).isZero();
    return said.text();
  }

  private record Said(int exitCode, String text) {}

  private Said compose(Map<String, String> environment, String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of("docker", "compose", "--project-name", project, "--file", "compose.yaml"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), text);
  }
}
