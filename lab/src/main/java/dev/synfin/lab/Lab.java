package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * A lab in containers, for one run of a scenario or for many: two ends, the network between them, a
 * tap at each of the three.
 *
 * <pre>{@code
 * try (Lab lab = Lab.start()) {
 *   LabRun run = lab.run("handshake");
 *   assertThat(run.passed()).as(run.output()).isTrue();
 * }
 * }</pre>
 *
 * <p>Its network is internal: nothing comes in and nothing gets out. It needs a Docker engine and
 * the image {@code synfin/lab}.
 */
public final class Lab implements AutoCloseable {
  private static final String OUTPUT = LabContainer.MEETING + "/timelines";

  private final DockerImageName image;
  private final String volume = "synfin-lab-" + UUID.randomUUID();
  private final Network network =
      Network.builder()
          .createNetworkCmdModifier(create ->
              create
                  .withLabels(Owner.labels())
                  .withInternal(true)
                  .withEnableIpv6(true)
                  .withIpam(ownSubnet()))
          .build();
  private final List<LabContainer> containers = new ArrayList<>();
  private final LabContainer conductor;

  private Lab(DockerImageName image) {
    this.image = image;
    client()
        .createVolumeCmd()
        .withName(volume)
        .withLabels(Owner.labels())
        .withDriver("local")
        .withDriverOpts(
            Map.of(
                "type", "tmpfs", "device", "tmpfs", "o", "mode=0771,uid=10001,gid=10001,size=1g"))
        .exec();
    this.conductor = container().withCommand("sleep", "infinity");
  }

  /**
   * Starts the hosts, the taps, the setups and the programs; they wait for scenarios.
   *
   * @throws IllegalStateException without a Docker engine or without the image, saying what to do
   */
  public static Lab start() {
    var lab = new Lab(LabImage.present());
    try {
      lab.startContainers();
      return lab;
    } catch (RuntimeException e) {
      try {
        lab.close();
      } catch (RuntimeException leftovers) {
        e.addSuppressed(leftovers); // what failed first says more
      }
      throw e;
    }
  }

  /** For IPv6. */
  static com.github.dockerjava.api.model.Network.Ipam ownSubnet() {
    return new com.github.dockerjava.api.model.Network.Ipam()
        .withConfig(
            new com.github.dockerjava.api.model.Network.Ipam.Config()
                .withSubnet(uniqueLocalSubnet()));
  }

  /** One that no other lab has: 40 random bits (RFC 4193, 3.2). */
  private static String uniqueLocalSubnet() {
    long random = new SecureRandom().nextLong();
    return "fd%02x:%04x:%04x::/64"
        .formatted(random & 0xFF, (random >> 8) & 0xFFFF, (random >> 24) & 0xFFFF);
  }

  private void startContainers() {
    LabContainer client = host("client-host");
    LabContainer between = host("network");
    LabContainer server = host("server-host");
    var joined = new ArrayList<LabContainer>();
    startAll(List.of(client, between, server, conductor));
    joined.add(tap("client", client));
    joined.add(tap("network", between));
    joined.add(tap("server", server));
    joined.add(setup(client, "client", "--peer", "server-host", "--via", "network"));
    joined.add(setup(between, "network"));
    joined.add(setup(server, "server", "--peer", "client-host", "--via", "network"));
    joined.add(program(client, "client", "server-host"));
    joined.add(program(server, "server", "client-host"));
    startAll(joined);
  }

  private void startAll(List<LabContainer> some) {
    containers.addAll(some);
    Startables.deepStart(some).join();
  }

  private LabContainer container() {
    return new LabContainer(image, volume);
  }

  private LabContainer host(String name) {
    return container()
        .withNetwork(network)
        .withNetworkAliases(name)
        .withCommand("sleep", "infinity");
  }

  private LabContainer tap(String vantage, LabContainer host) {
    return agent(host, "tap", "--vantage", vantage)
        .asRootWith(Capability.NET_RAW, Capability.SETUID, Capability.SETGID);
  }

  private LabContainer setup(LabContainer host, String name, String... route) {
    var arguments = new ArrayList<>(List.of("setup", "--host", name));
    arguments.addAll(List.of(route));
    return agent(host, arguments.toArray(String[]::new))
        .asRootWith(Capability.NET_ADMIN, Capability.SETUID, Capability.SETGID)
        .writingKernelSettings();
  }

  private LabContainer program(LabContainer host, String side, String peer) {
    return agent(host, "program", "--side", side, "--peer", peer);
  }

  private LabContainer agent(LabContainer host, String... arguments) {
    var command = new ArrayList<>(List.of("synfin", "agent"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--meet", LabContainer.MEETING));
    return container().in(host).withCommand(command.toArray(String[]::new));
  }

  /**
   * Runs one of synfin's own scenarios.
   *
   * @param scenario its name, such as {@code handshake}
   * @throws IOException if the lab could not run it or its results could not be fetched
   */
  public LabRun run(String scenario) throws IOException {
    return conduct(scenario, null, scenario);
  }

  /**
   * Runs one variant of one of synfin's own scenarios.
   *
   * @param variant its name, such as {@code off}
   * @throws IOException if the lab could not run it or its results could not be fetched
   */
  public LabRun run(String scenario, String variant) throws IOException {
    return conduct(scenario, variant, scenario + ", " + variant);
  }

  /**
   * Runs a scenario of your own.
   *
   * @param file its file, as {@code synfin run} takes it
   * @throws IOException if the file cannot be read, the lab could not run it, or its results could
   *     not be fetched
   */
  public LabRun run(Path file) throws IOException {
    return conduct(given(file), null, file.getFileName().toString());
  }

  /**
   * Runs one variant of a scenario of your own.
   *
   * @param file its file, as {@code synfin run} takes it
   * @param variant its name
   * @throws IOException if the file cannot be read, the lab could not run it, or its results could
   *     not be fetched
   */
  public LabRun run(Path file, String variant) throws IOException {
    return conduct(given(file), variant, file.getFileName() + ", " + variant);
  }

  /** Where a file of this machine lies in the lab. */
  private String given(Path file) throws IOException {
    String inside = LabContainer.MEETING + "/" + file.getFileName();
    write(Files.readString(file), inside);
    return inside;
  }

  /** The engine copies nothing into a container whose root file system is read-only. */
  private void write(String text, String inside) throws IOException {
    try {
      ExecResult written =
          conductor.execInContainer("sh", "-c", "printf '%s' \"$1\" >\"$2\"", "sh", text, inside);
      if (written.getExitCode() != 0) {
        throw new IOException("The scenario could not be given to the lab: " + written.getStderr());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the scenario was given to the lab.", e);
    }
  }

  private LabRun conduct(String scenario, @Nullable String variant, String name)
      throws IOException {
    var command = new ArrayList<>(List.of("synfin", "conduct", scenario));
    if (variant != null) {
      command.addAll(List.of("--variant", variant));
    }
    command.addAll(List.of("--meet", LabContainer.MEETING));
    command.addAll(List.of("--stage", "testcontainers", "-o", OUTPUT));
    try {
      ExecResult said = conductor.execInContainer(command.toArray(String[]::new));
      Path folder = fetch();
      Path timeline = folder.resolve("timeline.json");
      if (!Files.exists(timeline)) {
        throw new IOException(
            "The lab could not run " + name + ": " + said.getStdout() + said.getStderr());
      }
      Timeline seen = Timelines.read(timeline);
      return new LabRun(
          seen.scenario() != null && seen.scenario().result() == Result.PASSED,
          seen,
          said.getStdout() + said.getStderr(),
          folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the lab ran " + name + ".", e);
    }
  }

  /** Fetches what the run left, all files at once, and empties the folder for the next. */
  private Path fetch() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("synfin-lab");
    try (InputStream archive =
            client().copyArchiveFromContainerCmd(conductor.getContainerId(), OUTPUT).exec();
        var tar = new TarArchiveInputStream(archive)) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          Files.copy(tar, folder.resolve(Path.of(entry.getName()).getFileName()));
        }
      }
    } catch (NotFoundException e) {
      return folder; // the run left nothing
    }
    conductor.execInContainer("rm", "-rf", OUTPUT);
    return folder;
  }

  /** Ends the lab's containers and removes its network and volume. */
  @Override
  public void close() {
    containers.reversed().parallelStream().forEach(LabContainer::stop);
    network.close();
    client().removeVolumeCmd(volume).exec();
  }

  private static DockerClient client() {
    return DockerClientFactory.instance().client();
  }
}
