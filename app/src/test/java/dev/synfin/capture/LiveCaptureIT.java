package dev.synfin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.TcpSegment;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Captures on this machine's own interfaces: needs the right to capture and to make interfaces. */
@Timeout(60)
class LiveCaptureIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Lines of {@link Reading#line}; added by the capture's thread. */
  private final List<String> frames = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void mayCapture() {
    try {
      open("lo", null).close();
    } catch (IOException e) {
      fail(e.getMessage());
    }
  }

  private static LiveCapture open(String iface, @Nullable String filter) throws IOException {
    return LiveCapture.open(CaptureOptions.of(iface, filter));
  }

  private void keep(Frame frame) {
    frames.add(Reading.line(frame));
  }

  private static void send(InetAddress to, int port, int datagrams) throws IOException {
    try (var socket = new DatagramSocket()) {
      byte[] text = "exchange".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < datagrams; i++) {
        socket.send(new DatagramPacket(text, text.length, to, port));
      }
    }
  }

  /** Returns as soon as so many frames have been delivered. */
  private static void awaitFrames(LiveCapture capture, long count) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (capture.frames() < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      assertThat(capture.endsWithin(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void anExchangeOverTcpIsCapturedFromItsFirstSegmentToItsLast() throws IOException {
    var decoder = new FrameDecoder();
    var flags = Collections.synchronizedList(new ArrayList<Integer>());
    try (var server = new ServerSocket(0, 1, LOOPBACK);
        var capture = open("lo", "tcp port " + server.getLocalPort())) {
      capture.start(frame -> {
        keep(frame);
        flags.add(((TcpSegment) decoder.decode(frame)).flags());
      });
      exchange(server);
      CaptureStatus status = capture.stop();

      assertThat(status.reason()).isNull();
      assertThat(status.complete()).isTrue();
      assertThat(status.frames()).isEqualTo(frames.size());
    }
    assertThat(flags.subList(0, 3))
        .containsExactly(TcpSegment.SYN, TcpSegment.SYN | TcpSegment.ACK, TcpSegment.ACK);
    assertThat(flags).filteredOn(bits -> (bits & TcpSegment.FIN) != 0).hasSize(2);
    assertThat(flags.getLast()).isEqualTo(TcpSegment.ACK);
    assertThat(frames).filteredOn(line -> line.contains("hello")).hasSize(1);
  }

  private static void exchange(ServerSocket server) throws IOException {
    try (var client = new Socket(LOOPBACK, server.getLocalPort());
        var accepted = server.accept()) {
      client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      client.shutdownOutput();
      assertThat(accepted.getInputStream().readAllBytes()).hasSize(5);
      accepted.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aHundredCapturesInARowAreAllWholeAndQuickToStop() throws IOException {
    for (int i = 0; i < 100; i++) {
      frames.clear();
      try (var target = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
          var capture = open("lo", "udp port " + target.getLocalPort())) {
        capture.start(this::keep);
        send(LOOPBACK, target.getLocalPort(), 10);
        long before = System.nanoTime();
        CaptureStatus status = capture.stop();

        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(1).toNanos());
        assertThat(status.reason()).isNull();
        assertThat(status.frames()).isEqualTo(10);
        assertThat(frames).hasSize(10).allMatch(line -> line.contains("exchange"));
      }
    }
  }

  @Test
  void framesAreNumberedAndTheirTimesAreThoseOfTheCapture() throws IOException {
    try (var target = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        var capture = open("lo", "udp port " + target.getLocalPort())) {
      Instant before = Instant.now().minusMillis(1);
      capture.start(this::keep);
      send(LOOPBACK, target.getLocalPort(), 3);
      CaptureStatus status = capture.stop();

      assertThat(capture.nanoseconds()).isTrue();
      assertThat(frames).extracting(line -> word(line, 0)).containsExactly(1L, 2L, 3L);
      assertThat(frames)
          .extracting(line -> Instant.ofEpochSecond(0, word(line, 1)))
          .allMatch(time -> time.isAfter(before) && time.isBefore(status.endedAt()))
          .isSorted();
      assertThat(status.startedAt()).isAfter(before);
    }
  }

  private static long word(String line, int index) {
    return Long.parseLong(List.of(line.split(" ", -1)).get(index));
  }

  @Test
  void noTapSeesItsOwnFencesNorAnothers() throws IOException {
    try (var other = open("lo", null);
        var capture = open("lo", null)) {
      other.start(this::keep);
      capture.start(this::keep);
      capture.stop();
      other.stop();
    }
    assertThat(frames).noneMatch(line -> line.contains("synfin|f"));
  }

  @Test
  void aFilterThatMovesOffsetsStillLetsTheFenceThrough() throws Exception {
    for (String filter : List.of("vlan and tcp", "mpls", "tcp port 1 or vlan 7", " ")) {
      try (var veth = new Veth();
          var capture = open(veth.name, filter)) {
        capture.start(this::keep);

        assertThat(capture.stop().reason()).isNull();
      }
    }
  }

  @Test
  void anInterfaceWithoutIpv4IsProvedOverIpv6() throws Exception {
    try (var veth = new Veth("fe80::7378/64");
        var capture = open(veth.name, "tcp port 1")) {
      capture.start(this::keep);

      assertThat(capture.stop().reason()).isNull();
      assertThat(frames).isEmpty();
    }
  }

  @Test
  void allInterfacesTogetherAreCaptured() throws IOException {
    try (var target = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        var capture = open("any", "udp port " + target.getLocalPort())) {
      capture.start(this::keep);
      send(LOOPBACK, target.getLocalPort(), 3);

      assertThat(capture.stop().reason()).isNull();
      assertThat(frames).isNotEmpty().allMatch(line -> line.contains("LINUX_SLL"));
    }
  }

  @Test
  void anInterfaceThatGoesAwayLeavesTheFramesAndTellsTheReason() throws Exception {
    try (var veth = new Veth();
        var capture = open(veth.name, "udp port 4711")) {
      veth.knows(Veth.address(2));
      capture.start(this::keep);
      send(InetAddress.getByName(Veth.address(2)), 4711, 5);
      awaitFrames(capture, 5);
      veth.delete();

      assertThat(capture.endsWithin(Duration.ofSeconds(5))).isTrue();
      CaptureStatus status = capture.stop();
      assertThat(status.complete()).isFalse();
      assertThat(status.reason()).isEqualTo("interface gone");
      assertThat(status.frames()).isEqualTo(5);
      assertThat(frames).hasSize(5);
    }
  }

  @Test
  void anInterfaceThatIsTakenDownLeavesTheFramesAndTellsTheReason() throws Exception {
    try (var veth = new Veth();
        var capture = open(veth.name, "udp port 4711")) {
      veth.knows(Veth.address(2));
      capture.start(this::keep);
      send(InetAddress.getByName(Veth.address(2)), 4711, 5);
      awaitFrames(capture, 5);
      veth.down();
      CaptureStatus status = capture.stop();

      assertThat(status.complete()).isFalse();
      assertThat(status.reason()).isEqualTo("interface gone");
      assertThat(frames).hasSize(5);
    }
  }

  /** Libpcap's immediate mode would keep 256 of them in a buffer of 32 MiB. */
  @Test
  void aBurstIsKeptWhileTheSinkIsHeldUp() throws Exception {
    int burst = 2_000;
    var sent = new CountDownLatch(1);
    try (var target = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        var capture = open("lo", "udp port " + target.getLocalPort())) {
      capture.start(frame -> {
        awaitUninterrupted(sent);
        keep(frame);
      });
      send(LOOPBACK, target.getLocalPort(), burst);
      sent.countDown();
      awaitFrames(capture, burst);

      assertThat(capture.stop().reason()).isNull();
      assertThat(frames).hasSize(burst);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterfaceThatIsDownGetsItsSentence() throws Exception {
    try (var veth = new Veth()) {
      veth.down();

      assertThatThrownBy(
              () -> {
                try (var capture = open(veth.name, null)) {
                  capture.start(this::keep);
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining(veth.name)
          .hasMessageContaining("up");
    }
  }

  @Test
  void anInterfaceThatDoesNotExistListsThoseThatDo() {
    assertThatThrownBy(() -> open("nosuch0", null))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("There is no interface nosuch0; there are: ")
        .hasMessageContaining("lo");
  }

  @Test
  void aFilterThatDoesNotCompileGetsItsSentence() {
    assertThatThrownBy(() -> open("lo", "tcp prot 80"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The filter «tcp prot 80» does not compile: ")
        .hasMessageContaining("such as «tcp port 8080»");
  }

  @Test
  void aSinkThatFailsEndsTheCaptureAndIsTold() throws IOException {
    try (var target = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        var capture = open("lo", "udp port " + target.getLocalPort())) {
      capture.start(frame -> {
        throw new IOException("The disk is full.");
      });
      send(LOOPBACK, target.getLocalPort(), 1);

      assertThat(capture.endsWithin(Duration.ofSeconds(5))).isTrue();
      assertThatThrownBy(capture::stop).hasMessage("The disk is full.");
    }
  }

  @Test
  void aSinkThatBreaksDownEndsTheCaptureAndIsTold() throws IOException {
    try (var target = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        var capture = open("lo", "udp port " + target.getLocalPort())) {
      capture.start(frame -> {
        throw new AssertionError("never");
      });
      send(LOOPBACK, target.getLocalPort(), 1);

      assertThat(capture.endsWithin(Duration.ofSeconds(5))).isTrue();
      assertThatThrownBy(capture::stop).hasMessageContaining("never");
    }
  }

  @Test
  void stoppingAndClosingAgainChangesNothing() throws IOException {
    var capture = open("lo", "tcp port 1");
    capture.start(this::keep);
    CaptureStatus status = capture.stop();

    assertThat(capture.stop()).isEqualTo(status);
    capture.close();
    capture.close();
    assertThat(capture.stop()).isEqualTo(status);
  }

  @Test
  void closingARunningCaptureEndsIt() throws IOException {
    var capture = open("lo", null);
    capture.start(this::keep);
    capture.close();

    assertThat(capture.endsWithin(Duration.ofSeconds(1))).isTrue();
    assertThat(capture.stop().complete()).isFalse();
  }

  @Test
  void aCaptureThatWasNeverStartedIsNotWhole() throws IOException {
    try (var capture = open("lo", null)) {
      assertThat(capture.stop().reason()).isEqualTo("it was not started");
    }
  }

  @Test
  void anInterruptedThreadStillClosesItsCapture() throws IOException {
    var capture = open("lo", "tcp port 1");
    capture.start(this::keep);
    Thread.currentThread().interrupt();
    CaptureStatus status = capture.stop();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(status.reason()).isEqualTo("interrupted while stopping");
    assertThat(capture.endsWithin(Duration.ZERO)).isTrue();
  }
}
