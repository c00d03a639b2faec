package dev.synfin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** What a capture says of its end while others go on sending. */
@Timeout(60)
class EndOfCaptureIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int MOST = 2_000_000;

  /** When each frame was on its way, in nanoseconds since the epoch: the same at both taps. */
  private final List<Long> seen = Collections.synchronizedList(new ArrayList<>());

  private final List<Long> seenByTheOther = Collections.synchronizedList(new ArrayList<>());

  @RepeatedTest(10)
  void nothingIsMissingOfWhatWasSentBeforeTheEndThatItTells() throws Exception {
    try (var target = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        var other = open(target);
        var capture = open(target)) {
      other.start(frame -> seenByTheOther.add(frame.epochNanos()));
      capture.start(frame -> seen.add(frame.epochNanos()));
      Thread sender = Thread.ofPlatform().start(() -> send(target));
      assertThat(capture.endsWithin(Duration.ofMillis(50))).isFalse();
      Instant ended = capture.stop().endedAt();
      sender.interrupt();
      sender.join();
      assertThat(other.stop().reason()).isNull();

      assertThat(seen).isNotEmpty();
      assertThat(seenByTheOther)
          .filteredOn(time -> !Instant.ofEpochSecond(0, time).isAfter(ended))
          .isEqualTo(seen);
    }
  }

  private static LiveCapture open(DatagramSocket target) throws IOException {
    return LiveCapture.open(
        CaptureOptions.of("lo", "udp port " + target.getLocalPort()).withBuffer(64 << 20));
  }

  /** As fast as it can, until it is interrupted. */
  private static void send(DatagramSocket target) {
    var datagram =
        new DatagramPacket(new byte[8], 8, target.getLocalAddress(), target.getLocalPort());
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < MOST && !Thread.currentThread().isInterrupted(); i++) {
        socket.send(datagram);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
