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
  private static final long QUICK_NS = 20_000_000L;
  private static final int ATTEMPTS = 3;

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
     * TCP sockets with one of these local or one of these remote ports, so many at most, without
     * their processes: to look at who holds a socket keeps it open for that moment, so that a close
     * which falls into it takes effect late. Whoever watches an experiment must not change it.
     */
    record Ports(Set<Integer> local, Set<Integer> remote, int most) implements Choice {
      boolean has(TcpSocket socket) {
        return local.contains(socket.local().getPort())
            || remote.contains(socket.remote().getPort());
      }
    }
  }

  /**
   * Everything as it is now. Sockets and processes may come and go while the tables are read: a
   * view is no snapshot of one instant. Its time lies between: what was counted was so by then, and
   * the TCP sockets are those of that moment or one soon after it.
   *
   * @throws IOException if this is no Linux with {@code /proc}
   */
  public KernelView view(Choice choice) throws IOException {
    var table = SocketTable.in(net);
    Map<Long, ListenQueues.Queue> queues = queues();
    Rows rows = read(table);
    List<TcpSocket> tcp = rows.tcp();
    List<TcpSocket> chosen =
        choice instanceof Choice.Ports ports ? tcp.stream().filter(ports::has).toList() : tcp;
    List<OpenSocket> shown =
        switch (choice) {
          case Choice.All all -> all(table, tcp, queues);
          case Choice.Ports ports -> some(chosen, ports.most(), queues);
        };
    Holders holders = choice instanceof Choice.All ? Holders.in(proc) : Holders.NONE;
    Map<String, Long> states = states(tcp);
    return new KernelView(
        rows.at(),
        shown.stream().map(s -> held(s, holders)).toList(),
        holders.allSeen(),
        states,
        states(chosen),
        acceptQueues(tcp, queues),
        rows.memoryPages(),
        states.getOrDefault("TIME_WAIT", 0L) * timeWaitSize.orElse(ASSUMED_TIME_WAIT_SIZE),
        timeWaitSize.isPresent(),
        rows.counters());
  }

  /** What was counted until a moment, and the TCP table as it was from then on. */
  private record Rows(
      Instant at, List<TcpSocket> tcp, Map<String, Long> counters, @Nullable Long memoryPages) {}

  /**
   * Counters are read before the look at the clock: what they tell had happened by then. Who is
   * interrupted between the look at the clock and the look at the table tells of states that came
   * later: then all is read again.
   */
  private Rows read(SocketTable table) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Map<String, Long> counters = KernelCounters.in(net);
      Long memoryPages = KernelCounters.sockstat(net).get("TCP.mem");
      var at = Instant.now();
      long begun = System.nanoTime();
      List<TcpSocket> tcp = table.tcp();
      if (System.nanoTime() - begun < QUICK_NS || attempt == ATTEMPTS) {
        return new Rows(at, tcp, counters, memoryPages);
      }
    }
  }

  /**
   * The processes' ids by the inodes of the sockets that this process itself has open. To look
   * holds each of them open for that moment.
   */
  public Map<Long, Long> heldByThisProcess() {
    var pids = new java.util.HashMap<Long, Long>();
    Holders.of(proc, ProcessHandle.current().pid())
        .byInode()
        .forEach((inode, holder) -> pids.put(inode, holder.pid()));
    return pids;
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

  private static List<OpenSocket> some(
      List<TcpSocket> tcp, int most, Map<Long, ListenQueues.Queue> queues) {
    return tcp.stream().limit(most).map(s -> open(SocketKind.TCP, s, queues)).toList();
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
