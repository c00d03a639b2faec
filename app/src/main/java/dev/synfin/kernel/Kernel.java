package dev.synfin.kernel;

import dev.synfin.address.IpAddresses;
import dev.synfin.socket.ListenQueues;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of the network namespace that the calling thread is in: what sockets it has, what
 * memory they hold, and what it has counted. The one door of this package for whole views.
 */
public final class Kernel {
  private static final Path PROC = Path.of("/proc");
  private static final int ASSUMED_TIME_WAIT_SIZE = 256;

  private final Path proc;
  private final Path net;
  private final OptionalInt timeWaitSize;

  private Kernel(Path proc, Path net) {
    this.proc = proc;
    this.net = net;
    this.timeWaitSize = timeWaitSize(proc);
  }

  /** The kernel as each calling thread's network namespace shows it. */
  public static Kernel ofThisNamespace() {
    return new Kernel(PROC, PROC.resolve("thread-self/net"));
  }

  static Kernel in(Path proc, Path net) {
    return new Kernel(proc, net);
  }

  /** Which sockets are to be shown. */
  public sealed interface Choice {
    /** All of them, each with its process. */
    record All() implements Choice {}

    /**
     * TCP sockets with one of these local or remote ports, so many at most, without their
     * processes: to look at who holds a socket keeps it open for that moment, so that a close which
     * falls into it takes effect late. Whoever watches an experiment must not change it.
     */
    record Ports(Set<Integer> ports, int most) implements Choice {}
  }

  /**
   * Everything as it is now. Sockets and processes may come and go while the tables are read: a
   * view is no snapshot of one instant.
   *
   * @throws IOException if this is no Linux with {@code /proc}
   */
  public KernelView view(Choice choice) throws IOException {
    var at = Instant.now();
    var table = SocketTable.in(net);
    Map<Long, ListenQueues.Queue> queues = queues();
    List<TcpSocket> tcp = table.tcp();
    List<OpenSocket> shown =
        switch (choice) {
          case Choice.All all -> all(table, tcp, queues);
          case Choice.Ports ports -> chosen(tcp, ports, queues);
        };
    Holders holders = choice instanceof Choice.All ? Holders.in(proc) : Holders.NONE;
    Map<String, Long> states = states(tcp);
    Map<String, Long> sockstat = KernelCounters.sockstat(net);
    return new KernelView(
        at,
        shown.stream().map(s -> held(s, holders)).toList(),
        holders.allSeen(),
        states,
        acceptQueues(tcp, queues),
        sockstat.get("TCP.mem"),
        states.getOrDefault("TIME_WAIT", 0L) * timeWaitSize.orElse(ASSUMED_TIME_WAIT_SIZE),
        timeWaitSize.isPresent(),
        KernelCounters.in(net));
  }

  private static Map<Long, ListenQueues.Queue> queues() {
    try {
      return ListenQueues.byInode();
    } catch (IOException e) {
      return Map.of(); // then the limits are not known
    }
  }

  private static List<OpenSocket> all(
      SocketTable table, List<TcpSocket> tcp, Map<Long, ListenQueues.Queue> queues)
      throws IOException {
    var sockets = new ArrayList<OpenSocket>(tcp.size());
    tcp.forEach(s -> sockets.add(open(SocketKind.TCP, s, queues)));
    table.udp().forEach(s -> sockets.add(open(SocketKind.UDP, s, Map.of())));
    sockets.addAll(table.unix());
    return sockets;
  }

  private static List<OpenSocket> chosen(
      List<TcpSocket> tcp, Choice.Ports choice, Map<Long, ListenQueues.Queue> queues) {
    return tcp.stream()
        .filter(s ->
            choice.ports().contains(s.local().getPort())
                || choice.ports().contains(s.remote().getPort()))
        .limit(choice.most())
        .map(s -> open(SocketKind.TCP, s, queues))
        .toList();
  }

  private static OpenSocket open(
      SocketKind kind, TcpSocket socket, Map<Long, ListenQueues.Queue> queues) {
    ListenQueues.Queue queue = queues.get(socket.inode());
    return new OpenSocket(
        kind,
        text(socket.local()),
        socket.remote().getPort() == 0 ? null : text(socket.remote()),
        socket.state().shown(),
        socket.txQueue(),
        socket.rxQueue(),
        queue == null || socket.state() != SocketState.LISTEN ? null : queue.limit(),
        socket.inode(),
        null);
  }

  private static OpenSocket held(OpenSocket s, Holders holders) {
    return new OpenSocket(
        s.kind(),
        s.local(),
        s.remote(),
        s.state(),
        s.txQueue(),
        s.rxQueue(),
        s.backlog(),
        s.inode(),
        holders.byInode().get(s.inode()));
  }

  private static String text(InetSocketAddress address) {
    String port = ":" + address.getPort();
    return address.getAddress() instanceof Inet6Address six
        ? "[" + IpAddresses.text(six) + "]" + port
        : address.getAddress().getHostAddress() + port;
  }

  private static Map<String, Long> states(List<TcpSocket> tcp) {
    return tcp.stream()
        .collect(
            Collectors.groupingBy(s -> s.state().shown(), TreeMap::new, Collectors.counting()));
  }

  private static Map<Integer, KernelView.AcceptQueue> acceptQueues(
      List<TcpSocket> tcp, Map<Long, ListenQueues.Queue> queues) {
    var byPort = new TreeMap<Integer, KernelView.AcceptQueue>();
    for (TcpSocket socket : tcp) {
      if (socket.state() == SocketState.LISTEN) {
        ListenQueues.Queue queue = queues.get(socket.inode());
        var one =
            new KernelView.AcceptQueue(socket.rxQueue(), queue == null ? null : queue.limit());
        byPort.merge(socket.local().getPort(), one, KernelView.AcceptQueue::plus);
      }
    }
    return byPort;
  }

  /** Octets that one socket in TIME-WAIT takes, where this user may read it. */
  private static OptionalInt timeWaitSize(Path proc) {
    try {
      for (String line : Files.readAllLines(proc.resolve("slabinfo"), StandardCharsets.US_ASCII)) {
        if (line.startsWith("tw_sock_TCP ")) {
          return OptionalInt.of(Integer.parseInt(line.split("\\s+", -1)[3]));
        }
      }
    } catch (IOException e) {
      return OptionalInt.empty(); // only root may
    }
    return OptionalInt.empty();
  }

  /** Backlogs of one port at several addresses add up; one that is not known hides the sum. */
  static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? null : Long.valueOf(a + b);
  }
}
