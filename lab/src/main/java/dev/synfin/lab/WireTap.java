package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import dev.synfin.lab.RunningTaps.Running;
import dev.synfin.lab.TapSession.Mark;
import dev.synfin.stage.TapRecordReader;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Timeline;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;

/**
 * Taps a container, unmodified, and tells what happens on its wire.
 *
 * <pre>{@code
 * @Container static final GenericContainer<?> redis =
 *     new GenericContainer<>("redis:8").withExposedPorts(6379);
 * @Container static final WireTap tap = WireTap.on(redis).port(6379);
 * }</pre>
 *
 * <p>It starts after its target, in whatever order the two are declared, and is there when {@link
 * #start} returns: what is sent from then on is captured. It runs in a container of its own that
 * shares the target's network; the target knows nothing of it.
 */
public final class WireTap implements Startable, Wire {
  private final Function<DockerClient, Place> target;
  private final Set<Startable> dependencies;
  private final Set<Integer> ports = new TreeSet<>();
  private @Nullable String filter;
  private String iface = "auto";
  private @Nullable String name;
  private @Nullable TapContainer container;
  private @Nullable TapSession session;

  private WireTap(Function<DockerClient, Place> target, Set<Startable> dependencies) {
    this.target = target;
    this.dependencies = dependencies;
  }

  /** Taps a container of Testcontainers', of whatever class, which is started first. */
  public static <C extends Startable & ContainerState> WireTap on(C container) {
    return new WireTap(
        client -> Place.of(client, container.getContainerId()), Set.<Startable>of(container));
  }

  /**
   * Taps a service of a Compose project, which is started first.
   *
   * @param service as {@link ComposeContainer} names its containers, such as {@code redis} or
   *     {@code redis-1}
   */
  public static WireTap on(ComposeContainer compose, String service) {
    return new WireTap(client -> Place.of(client, idOf(compose, service)), Set.of(compose));
  }

  private static String idOf(ComposeContainer compose, String service) {
    return compose
        .getContainerByServiceName(service)
        .or(() -> compose.getContainerByServiceName(service + "-1"))
        .map(ContainerState::getContainerId)
        .orElseThrow(() ->
            new IllegalStateException(
                "The Compose project has no running service " + service + " to tap."));
  }

  /** Taps a running container that something else started, by its name or id. */
  public static WireTap onContainer(String nameOrId) {
    return new WireTap(client -> Place.of(client, nameOrId), Set.of());
  }

  /** Taps this machine's loopback, for processes that run on it; the engine must run on it too. */
  public static WireTap onLoopback() {
    return new WireTap(Place::loopback, Set.of()).onInterface("lo");
  }

  /**
   * Several taps as one: a packet that two of them saw stands there once, as its sender's tap saw
   * it; one that its receiver's tap did not see was lost.
   */
  public static Wire merged(WireTap... taps) {
    return new MergedTaps(List.of(taps));
  }

  /** Captures only what is from or to these ports, and errors about it. */
  public WireTap port(int... some) {
    for (int one : some) {
      ports.add(one);
    }
    return this;
  }

  /** Captures only these frames, in tcpdump's language; instead of ports, or beside them. */
  public WireTap filter(String bpf) {
    filter = bpf;
    return this;
  }

  /**
   * Captures on this interface of the target; without it on the one that is not the loopback, or on
   * all those where there are several.
   */
  public WireTap onInterface(String device) {
    iface = device;
    return this;
  }

  /** By this name its captures are kept; without it by the target's image or service. */
  public WireTap named(String ownName) {
    name = ownName;
    return this;
  }

  @Override
  public Set<Startable> getDependencies() {
    return dependencies;
  }

  /**
   * Starts the target where it does not run yet, and then the tap; returns when a packet has proved
   * that it captures.
   *
   * @throws IllegalStateException without a Docker engine, the tap's image or the right to capture,
   *     saying what to do
   */
  @Override
  public synchronized void start() {
    if (container != null) {
      return;
    }
    DockerClient client = Engine.client();
    Startables.deepStart(dependencies).join();
    String image = TapImage.present(client);
    Place place = target.apply(client);
    ProxyWatch watch = place.published().isEmpty() ? null : ProxyWatch.shared(client, image);
    String called = name == null ? place.name() : name;
    var opened = new TapSession(place, called, watch, new Neighbours(client, place, called)::named);
    session = opened;
    try {
      container =
          TapContainer.start(
              client,
              image,
              place.network(),
              command(),
              new TapRecordReader(opened::accept),
              opened::ended);
      opened.awaitBegin();
      RunningTaps.add(this);
    } catch (DockerException e) {
      stop();
      throw new IllegalStateException(
          "The tap of " + place.name() + " could not start: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private List<String> command() {
    var command = new ArrayList<>(List.of("synfin", "agent", "tap-stream", "--interface", iface));
    String bpf = bpf();
    if (bpf != null) {
      command.addAll(List.of("--filter", bpf));
    }
    ports.forEach(port -> command.addAll(List.of("--port", port.toString())));
    return command;
  }

  private @Nullable String bpf() {
    String byPort = ports.isEmpty() ? null : byPort();
    if (byPort == null || filter == null) {
      return byPort == null ? filter : byPort;
    }
    return "(" + byPort + ") and (" + filter + ")";
  }

  /** The ports' own frames, and errors that quote one of them. */
  private String byPort() {
    String own = ports.stream().map(port -> "port " + port).collect(Collectors.joining(" or "));
    String quoted =
        ports.stream()
            .map(port -> "icmp[28:2] = %1$d or icmp[30:2] = %1$d".formatted(port))
            .collect(Collectors.joining(" or "));
    return own + " or (icmp and (" + quoted + ")) or (icmp6 and ip6[40] < 128)";
  }

  /**
   * Where this machine reaches the target directly, at its first port. A port that is published on
   * this machine is another way: Docker's proxy stands in it.
   *
   * @throws IllegalStateException if the tap has not been started, or the target has no address
   */
  public InetSocketAddress address() {
    Set<Integer> candidates = ports.isEmpty() ? session().place().exposed() : ports;
    if (ports.isEmpty() && candidates.size() != 1) {
      throw new IllegalStateException(
          "The target has "
              + candidates.size()
              + " ports: say address(PORT), or port(PORT) first.");
    }
    return address(candidates.iterator().next());
  }

  /**
   * Where this machine reaches the target directly, at this port.
   *
   * @throws IllegalStateException if the tap has not been started, or the target has no address
   */
  public InetSocketAddress address(int port) {
    List<String> addresses = session().place().addresses();
    if (addresses.isEmpty()) {
      throw new IllegalStateException(
          session().place().name() + " is on no network, and cannot be reached from here.");
    }
    return new InetSocketAddress(addresses.getFirst(), port);
  }

  @Override
  public Timeline timeline() {
    Mark mark = mark();
    return Origins.note(session().timeline(mark), origin(Mark.BEGINNING, mark));
  }

  @Override
  public <E extends Exception> Timeline timelineOf(Block<E> block) throws E {
    Mark before = mark();
    block.run();
    Mark after = mark();
    return between(before, after);
  }

  /** What lies between two marks. */
  Timeline between(Mark before, Mark after) {
    return Origins.note(
        session().between(before, after, EventOptions.DEFAULT), origin(before, after));
  }

  private Origins.Origin origin(Mark from, Mark to) {
    return Kept.of(List.of(new Kept.Part(session(), from, to)));
  }

  @Override
  public Live live() {
    TapSession watched = session();
    return new Live(
        new Live.Source() {
          @Override
          public Timeline soFar() {
            return watched.timeline(mark());
          }

          @Override
          public long frames() {
            return watched.frames();
          }

          @Override
          public void awaitMore(long than, Duration atMost) {
            watched.awaitFrameAfter(than, atMost);
          }

          @Override
          public boolean hasEnded() {
            return watched.hasEnded();
          }
        });
  }

  /** Waits until everything that was sent before is captured. */
  Mark mark() {
    session(); // says so where there is none
    return running()
        .map(tap -> tap.mark().get())
        .orElseThrow(() -> new IllegalStateException("The tap was stopped."));
  }

  /** Itself while it captures, or empty where it was stopped, as one of another class may be. */
  synchronized Optional<Running> running() {
    TapContainer asked = container;
    TapSession told = session;
    return asked == null || told == null
        ? Optional.empty()
        : Optional.of(new Running(told, () -> told.prove(asked::prove)));
  }

  /** What it has told so far. */
  synchronized TapSession session() {
    if (session == null) {
      throw new IllegalStateException(
          "The tap has not been started: annotate it with @Container, or call start().");
    }
    return session;
  }

  @Override
  public synchronized void stop() {
    RunningTaps.remove(this);
    if (container != null) {
      container.close();
      container = null;
    }
    if (session != null) {
      session.close();
      session = null;
    }
  }

  @Override
  public String toString() {
    return "WireTap"
        + (ports.isEmpty() ? "" : " " + ports)
        + (name == null ? "" : " " + name.toLowerCase(Locale.ROOT));
  }
}
