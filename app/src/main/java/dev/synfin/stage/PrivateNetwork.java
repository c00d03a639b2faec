package dev.synfin.stage;

import dev.synfin.socket.NetworkNamespace;
import dev.synfin.track.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three hosts inside this machine: a client, a server, and the network between them that forwards
 * what they send. Each is a network namespace; a pair of virtual cards joins each end to the one
 * between. Nothing of the machine's own network is touched, and nothing is left.
 *
 * <pre>
 * client eth0 ─── client-side  network  server-side ─── eth0 server
 *     10.73.1.2   10.73.1.1             10.73.2.1   10.73.2.2
 * </pre>
 */
final class PrivateNetwork implements AutoCloseable {
  static final String IFACE = "eth0";
  private static final List<String> BETWEEN = List.of("client-side", "server-side");
  private static final long SYS_ADMIN = 1L << 21;
  private static final long NET_ADMIN = 1L << 12;
  private static final List<String> TOOLS = List.of("ip", "tc", "iptables", "ip6tables");

  private final NetworkNamespace client;
  private final NetworkNamespace between;
  private final NetworkNamespace server;

  private PrivateNetwork(
      NetworkNamespace client, NetworkNamespace between, NetworkNamespace server) {
    this.client = client;
    this.between = between;
    this.server = server;
  }

  /** Why it cannot be made here, if it cannot. */
  static Optional<String> obstacle() {
    if ((capabilities() & SYS_ADMIN) == 0 || (capabilities() & NET_ADMIN) == 0) {
      return Optional.of("it needs network namespaces of its own, which root may make");
    }
    for (String tool : TOOLS) {
      if (!isInstalled(tool)) {
        return Optional.of("it needs the tool " + tool + ", which is not installed");
      }
    }
    return Optional.empty();
  }

  private static long capabilities() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          return Long.parseUnsignedLong(line.substring(7).strip(), 16);
        }
      }
    } catch (IOException e) {
      return 0; // no Linux, no namespaces
    }
    return 0;
  }

  private static boolean isInstalled(String tool) {
    String path = java.util.Objects.requireNonNullElse(System.getenv("PATH"), "") + ":/usr/sbin";
    for (String folder : path.split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the hosts and joins them.
   *
   * @throws IOException if the kernel or a tool does not do its part
   */
  static PrivateNetwork create() throws IOException {
    var made = new ArrayList<NetworkNamespace>();
    try {
      for (int i = 0; i < 3; i++) {
        made.add(NetworkNamespace.create());
      }
      var network = new PrivateNetwork(made.get(0), made.get(1), made.get(2));
      network.join();
      return network;
    } catch (IOException e) {
      made.forEach(NetworkNamespace::close);
      throw e;
    }
  }

  private void join() throws IOException {
    new Within(between)
        .run(() -> {
          joinEnd(client, BETWEEN.get(0), 1);
          joinEnd(server, BETWEEN.get(1), 2);
          HostCommand.run("ip", "link", "set", "lo", "up");
          Routing.forwardBetween(BETWEEN);
        });
    new Within(client).run(() -> configureEnd(1));
    new Within(server).run(() -> configureEnd(2));
  }

  /** Duplicate address detection would keep an IPv6 address from use for a second. */
  private static void joinEnd(NetworkNamespace end, String name, int subnet) throws IOException {
    HostCommand.run(
        "ip", "link", "add", name, "type", "veth", "peer", "name", IFACE, "netns", end.path());
    HostCommand.run("ip", "addr", "add", four(subnet, 1) + "/24", "dev", name);
    HostCommand.run("ip", "-6", "addr", "add", six(subnet, 1) + "/64", "dev", name, "nodad");
    HostCommand.run("ip", "link", "set", name, "gso_max_segs", "1");
    HostCommand.run("ip", "link", "set", name, "up");
  }

  private static void configureEnd(int subnet) throws IOException {
    HostCommand.run("ip", "link", "set", "lo", "up");
    HostCommand.run("ip", "addr", "add", four(subnet, 2) + "/24", "dev", IFACE);
    HostCommand.run("ip", "-6", "addr", "add", six(subnet, 2) + "/64", "dev", IFACE, "nodad");
    HostCommand.run("ip", "link", "set", IFACE, "up");
    HostCommand.run("ip", "route", "add", "default", "via", four(subnet, 1));
    HostCommand.run("ip", "-6", "route", "add", "default", "via", six(subnet, 1));
  }

  private static String four(int subnet, int host) {
    return "10.73." + subnet + "." + host;
  }

  private static String six(int subnet, int host) {
    return "fd73:" + subnet + "::" + host;
  }

  /** Where a side's program and tap are. */
  NetworkNamespace of(Side side) {
    return of(side == Side.CLIENT ? Host.CLIENT : Host.SERVER);
  }

  NetworkNamespace of(Host host) {
    return switch (host) {
      case CLIENT -> client;
      case NETWORK -> between;
      case SERVER -> server;
    };
  }

  /** A host's interfaces. */
  static List<String> interfaces(Host host) {
    return host == Host.NETWORK ? BETWEEN : List.of(IFACE);
  }

  /** The addresses that a side's program uses. */
  static ProgramAgent.Peers seenFrom(Side side) {
    int own = side == Side.CLIENT ? 1 : 2;
    return new ProgramAgent.Peers() {
      @Override
      public InetAddress own(boolean six) throws IOException {
        return address(own, six);
      }

      @Override
      public InetAddress peer(boolean six) throws IOException {
        return address(3 - own, six);
      }
    };
  }

  private static InetAddress address(int subnet, boolean six) throws IOException {
    return InetAddress.getByName(six ? six(subnet, 2) : four(subnet, 2));
  }

  @Override
  public void close() {
    client.close();
    between.close();
    server.close();
  }
}
