package dev.synfin.scenario;

import dev.synfin.socket.Family;
import dev.synfin.socket.Kind;
import dev.synfin.track.Side;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One repeatable experiment, as its file has it, with one variant's values put in.
 *
 * @param source the file's name, for messages
 * @param variant the chosen variant's name, or null
 * @param variants the names of all variants; where there are any, one must be chosen
 * @param stages where it can run
 * @param family of the sockets, unless a step says
 * @param port on which the server listens
 * @param timeout how long the programs may take
 * @param ownNetwork whether it needs a network that nobody else uses
 * @param staysOpen whether connections are still open in the kernels when it is over
 * @param sampleInterval how often the kernels are asked while it runs
 * @param offload whether the kernel may put several segments into one frame
 * @param sysctls what it wants of the hosts' kernels
 * @param expect what the timeline must show
 */
public record Scenario(
    String source,
    String name,
    String title,
    String explain,
    @Nullable String variant,
    List<String> variants,
    List<StageKind> stages,
    Family family,
    int port,
    Duration timeout,
    Duration sampleInterval,
    boolean offload,
    boolean ownNetwork,
    boolean staysOpen,
    List<KernelSetting> sysctls,
    List<NetworkFault> faults,
    List<Step> server,
    List<Step> client,
    Expectations expect) {

  public Scenario {
    variants = List.copyOf(variants);
    stages = List.copyOf(stages);
    sysctls = List.copyOf(sysctls);
    faults = List.copyOf(faults);
    server = List.copyOf(server);
    client = List.copyOf(client);
  }

  /** Where a scenario can run. */
  public enum StageKind {
    LOOPBACK,
    COMPOSE,
    TESTCONTAINERS
  }

  /** The same on another port, as where this one is taken. */
  public Scenario withPort(int other) {
    return new Scenario(
        source,
        name,
        title,
        explain,
        variant,
        variants,
        stages,
        family,
        other,
        timeout,
        sampleInterval,
        offload,
        ownNetwork,
        staysOpen,
        sysctls,
        faults,
        server,
        client,
        expect);
  }

  /** The steps of one side's program. */
  public List<Step> steps(Side side) {
    return side == Side.CLIENT ? client : server;
  }

  /** Whether it cannot run where others' traffic is: something is done to packets or kernels. */
  public boolean needsItsOwnNetwork() {
    return ownNetwork || !faults.isEmpty() || !sysctls.isEmpty();
  }

  /** Whether the server listens: then the client's first step waits until it does. */
  boolean serverListens() {
    return server.stream().anyMatch(Step.Listen.class::isInstance)
        || server.stream()
            .anyMatch(s -> s instanceof Step.Open open && open.kind() == Kind.DATAGRAM);
  }
}
