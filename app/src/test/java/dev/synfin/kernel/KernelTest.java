package dev.synfin.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.kernel.OpenSocket.Holder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets of this process, as the kernel shows them. */
class KernelTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final byte[] SIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final long SELF = ProcessHandle.current().pid();

  private static List<OpenSocket> all() throws IOException {
    return Kernel.ofThisNamespace().view(new Kernel.Choice.All()).sockets();
  }

  private static OpenSocket at(String local, List<OpenSocket> sockets) {
    return sockets.stream().filter(s -> s.local().equals(local)).findFirst().orElseThrow();
  }

  @Test
  void aListeningSocketHasItsProcessItsQueueAndItsLimit() throws IOException {
    try (var listener = new ServerSocket(0, 7, LOOPBACK);
        var waiting = new Socket(LOOPBACK, listener.getLocalPort())) {
      OpenSocket shown = at("127.0.0.1:" + listener.getLocalPort(), all());

      assertThat(shown.state()).isEqualTo("LISTEN");
      assertThat(shown.remote()).isNull();
      assertThat(shown.rxQueue()).isEqualTo(1);
      assertThat(shown.backlog()).isEqualTo(7);
      assertThat(shown.holder()).extracting(Holder::pid).isEqualTo(SELF);
      assertThat(at("127.0.0.1:" + waiting.getLocalPort(), all()).state()).isEqualTo("ESTABLISHED");
    }
  }

  @Test
  @Timeout(10)
  void octetsThatNobodyReadStandInTheReceiversQueue() throws IOException {
    try (var listener = new ServerSocket(0, 7, LOOPBACK);
        var sender = new Socket(LOOPBACK, listener.getLocalPort());
        var receiver = listener.accept()) {
      sender.getOutputStream().write(new byte[100]);
      while (receiver.getInputStream().available() < 100) {
        Thread.onSpinWait(); // the loopback interface hands over in its own time
      }

      OpenSocket shown =
          all().stream()
              // the sender's port may be that of others in TIME-WAIT, too
              .filter(s -> ("127.0.0.1:" + receiver.getLocalPort()).equals(s.local()))
              .filter(s -> ("127.0.0.1:" + sender.getLocalPort()).equals(s.remote()))
              .findFirst()
              .orElseThrow();
      assertThat(shown.rxQueue()).isEqualTo(100);
    }
  }

  @Test
  void whoClosesFirstIsLeftInTimeWaitWithoutAnInode() throws IOException {
    try (var listener = new ServerSocket(0, 7, LOOPBACK)) {
      int first;
      try (var client = new Socket(LOOPBACK, listener.getLocalPort());
          var server = listener.accept()) {
        first = client.getLocalPort();
        client.shutdownOutput();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        server.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      KernelView view =
          Kernel.ofThisNamespace().view(new Kernel.Choice.Ports(Set.of(first), Set.of(), 10));

      assertThat(view.sockets()).hasSize(1);
      assertThat(view.sockets().getFirst().state()).isEqualTo("TIME_WAIT");
      assertThat(view.sockets().getFirst().inode()).isZero();
      assertThat(view.sockets().getFirst().holder()).isNull();
      assertThat(view.timeWaitBytes()).isEqualTo(view.states().getOrDefault("TIME_WAIT", 0L) * 256);
    }
  }

  @Test
  void aDatagramSocketIsShown() throws IOException {
    try (var socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      OpenSocket shown =
          all().stream()
              .filter(s -> s.kind() == SocketKind.UDP)
              .filter(s -> s.local().endsWith(":" + socket.getLocalPort()))
              .findFirst()
              .orElseThrow();

      assertThat(shown.holder()).extracting(Holder::pid).isEqualTo(SELF);
      assertThat(shown.rxQueue()).isZero();
    }
  }

  @Test
  void anIpv6ListenerIsInBrackets() throws IOException {
    try (var listener = new ServerSocket(0, 5, InetAddress.getByAddress(SIX))) {
      assertThat(at("[::1]:" + listener.getLocalPort(), all()).state()).isEqualTo("LISTEN");
    }
  }

  @Test
  void aUnixSocketHasItsPathEvenWithASpaceInIt(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("a name");
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      OpenSocket shown = at(path.toString(), all());

      assertThat(shown.kind()).isEqualTo(SocketKind.UNIX);
      assertThat(shown.state()).isEqualTo("LISTEN");
      assertThat(shown.rxQueue()).isNull();
      assertThat(shown.holder()).extracting(Holder::pid).isEqualTo(SELF);
    }
  }

  @Test
  void onlyTheChosenPortsAreShownAndSoManyAtMostButAllAreCounted() throws IOException {
    try (var listener = new ServerSocket(0, 50, LOOPBACK)) {
      var clients = new ArrayList<Socket>();
      for (int i = 0; i < 10; i++) {
        clients.add(new Socket(LOOPBACK, listener.getLocalPort()));
      }
      KernelView view =
          Kernel.ofThisNamespace()
              .view(new Kernel.Choice.Ports(Set.of(listener.getLocalPort()), Set.of(), 5));

      assertThat(view.sockets()).hasSize(5).allMatch(s -> s.holder() == null);
      assertThat(view.states().get("ESTABLISHED")).isGreaterThanOrEqualTo(20);
      assertThat(view.acceptQueues())
          .containsEntry(listener.getLocalPort(), new KernelView.AcceptQueue(10, 50L));
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aProcessThatEndedIsNoErrorAndAnUnreadableTableHidesNothingElse(@TempDir Path proc)
      throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.createDirectories(proc.resolve("4711")); // its folder fd has gone with it
    Files.writeString(
        proc.resolve("net/tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 99 1 0 100 0 0 10 0
        """);

    KernelView view = Kernel.in(proc, proc.resolve("net")).view(new Kernel.Choice.All());

    assertThat(view.sockets()).hasSize(1);
    assertThat(view.sockets().getFirst().holder()).isNull();
    assertThat(view.allProcessesSeen()).isTrue();
    assertThat(view.tcpMemoryPages()).isNull();
    assertThat(view.timeWaitMeasured()).isFalse();
  }

  @Test
  void countersHaveTheKernelsNames(@TempDir Path proc) throws IOException {
    Files.writeString(proc.resolve("tcp"), "heads\n");
    Files.writeString(
        proc.resolve("netstat"),
        """
        TcpExt: SyncookiesSent Unknown ListenOverflows ListenDrops
        TcpExt: 7 8 9 10
        IpExt: InNoRoutes
        IpExt: 0
        """);
    Files.writeString(proc.resolve("snmp"), "Tcp: RetransSegs\nTcp: 3\n");
    Files.writeString(proc.resolve("sockstat"), "TCP: inuse 1 orphan 0 tw 33 alloc 18 mem 417\n");

    KernelView view = Kernel.in(proc, proc).view(new Kernel.Choice.All());

    assertThat(view.counters().entrySet())
        .extracting(Object::toString)
        .containsExactly(
            "ListenOverflows=9", "ListenDrops=10", "SyncookiesSent=7", "RetransSegs=3");
    assertThat(view.tcpMemoryPages()).isEqualTo(417);
  }

  /** The table is a pipe: whoever begins to read it lets something be counted. */
  @Test
  @Timeout(20)
  void nothingIsCountedThatCameAfterTheViewsTime(@TempDir Path proc) throws Exception {
    Path table = proc.resolve("tcp");
    Path counters = proc.resolve("netstat");
    Files.writeString(counters, overflows(0));
    assertThat(new ProcessBuilder("mkfifo", table.toString()).start().waitFor()).isZero();
    var countedAt = new ConcurrentHashMap<>(Map.of(0L, Instant.now()));
    var over = new AtomicBoolean();
    var writer =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              for (long i = 1; !over.get(); i++) {
                try (var rows = Files.newOutputStream(table)) { // waits for a reader
                  countedAt.put(i, Instant.now());
                  Path next = Files.writeString(proc.resolve("next"), overflows(i));
                  Files.move(next, counters, StandardCopyOption.ATOMIC_MOVE);
                  rows.write("heads\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  // the reader had ended
                }
              }
            });

    KernelView view = Kernel.in(proc, proc).view(new Kernel.Choice.All());

    over.set(true);
    try (var reader = new RandomAccessFile(table.toFile(), "rw")) { // opened so, it waits for none
      assertThat(reader.getFD().valid()).isTrue();
      writer.join();
    }
    assertThat(countedAt.get(view.counters().get("ListenOverflows"))).isBeforeOrEqualTo(view.at());
  }

  private static String overflows(long number) {
    return "TcpExt: ListenOverflows\nTcpExt: " + number + "\n";
  }

  @Test
  void ssShowsTheSameListener() throws Exception {
    try (var listener = new ServerSocket(0, 23, LOOPBACK)) {
      Process ss;
      try {
        ss = new ProcessBuilder("ss", "-Hltn", "sport", "=", ":" + listener.getLocalPort()).start();
      } catch (IOException e) {
        org.junit.jupiter.api.Assumptions.abort("ss is not installed here");
        return;
      }
      String[] columns =
          new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .replace("[::ffff:127.0.0.1]", "127.0.0.1") // as a socket of both families has it
              .strip()
              .split("\\s+", -1);
      OpenSocket shown = at("127.0.0.1:" + listener.getLocalPort(), all());

      assertThat(Stream.of(columns).limit(4))
          .containsExactly(
              shown.state(),
              String.valueOf(shown.rxQueue()),
              String.valueOf(shown.backlog()),
              shown.local());
    }
  }
}
