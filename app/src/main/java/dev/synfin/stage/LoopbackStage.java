package dev.synfin.stage;

import dev.synfin.kernel.Kernel;
import dev.synfin.kernel.Kernel.Choice.Ports;
import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.socket.NetworkNamespace;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Both ends in this process, on this machine: no Docker. They meet on the interface {@code lo},
 * with one tap; where a scenario does something to packets or kernels, in a network of their own,
 * with a tap at each end.
 */
public final class LoopbackStage extends Stage {
  private static final String IFACE = "lo";
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int FIRST_PORT = 10_000;
  private static final int TRIES = 100;

  /** A stage on this machine. */
  public LoopbackStage() {
    super(StageKind.LOOPBACK);
  }

  @Override
  Optional<String> obstacle(Scenario scenario) {
    if (scenario.needsItsOwnNetwork() && super.obstacle(scenario).isEmpty()) {
      return PrivateNetwork.obstacle();
    }
    return super.obstacle(scenario);
  }

  @Override
  Ended play(Scenario scenario, String text, Path timelines, Function<Timeline, String> ladder)
      throws IOException {
    Scenario here = scenario.withPort(freePort());
    try (var folder = new TemporaryFolder()) {
      Path meeting = folder.path();
      beginsIn(meeting);
      return conclude(here, conduct(here, text, meeting), meeting, timelines, ladder);
    }
  }

  /**
   * This interface is everybody's: on a port of its own a run meets neither another run, nor what
   * an earlier one left in TIME-WAIT, nor what else listens, or calls, on the scenario's port.
   */
  private static int freePort() throws IOException {
    var kernel = Kernel.ofThisNamespace();
    int port = anyPort();
    while (!kernel.view(new Ports(Set.of(port), Set.of(port), 1)).chosenStates().isEmpty()) {
      port = anyPort();
    }
    return port;
  }

  /**
   * Below those that the kernel gives to whoever connects (ip(7), ip_local_port_range): one of
   * these could be taken before the run listens on it.
   */
  private static int anyPort() throws IOException {
    String range = Files.readString(EPHEMERAL);
    int end = Integer.parseInt(range.strip().split("\\s+", -1)[0]);
    for (int i = 0; end > FIRST_PORT && i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, end);
      if (isFree(port)) {
        return port;
      }
    }
    try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (var tried = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return tried.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private Outcome conduct(Scenario scenario, String text, Path meeting) throws IOException {
    var lines = new LinkedHashMap<String, Line>();
    if (scenario.needsItsOwnNetwork()) {
      try (var network = PrivateNetwork.create()) {
        staff(network, meeting, lines);
        return conduct(scenario, text, lines);
      }
    }
    connect(new TapAgent(Vantage.LOOPBACK, IFACE, meeting), null, lines);
    for (Side side : Side.values()) {
      connect(new ProgramAgent(side, new Here(), meeting), null, lines);
    }
    return conduct(scenario, text, lines);
  }

  private static void staff(PrivateNetwork network, Path meeting, Map<String, Line> lines) {
    for (Host host : Host.values()) {
      connect(new SetupAgent(host, PrivateNetwork.interfaces(host)), network.of(host), lines);
    }
    connect(
        new TapAgent(Vantage.CLIENT, PrivateNetwork.IFACE, meeting),
        network.of(Host.CLIENT),
        lines);
    connect(
        new TapAgent(Vantage.SERVER, PrivateNetwork.IFACE, meeting),
        network.of(Host.SERVER),
        lines);
    for (Side side : Side.values()) {
      connect(
          new ProgramAgent(side, PrivateNetwork.seenFrom(side), meeting), network.of(side), lines);
    }
  }

  private static void connect(
      Agent agent, @Nullable NetworkNamespace namespace, Map<String, Line> lines) {
    LocalLine.Ends ends = LocalLine.connected();
    lines.put(agent.name(), ends.one());
    Thread.ofPlatform()
        .name(agent.name())
        .daemon()
        .start(() -> attend(agent, namespace, ends.other()));
  }

  private static void attend(Agent agent, @Nullable NetworkNamespace namespace, Line line) {
    try (line) {
      if (namespace != null) {
        namespace.enter();
      }
      agent.attend(line);
    } catch (IOException e) {
      // the line is gone, and with it whoever could be told
    }
  }

  private record Here() implements ProgramAgent.Peers {
    @Override
    public InetAddress own(boolean six) throws IOException {
      return InetAddress.getByName(six ? "::1" : "127.0.0.1");
    }

    @Override
    public InetAddress peer(boolean six) throws IOException {
      return own(six);
    }
  }
}
