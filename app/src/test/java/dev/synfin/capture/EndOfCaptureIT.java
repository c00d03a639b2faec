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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** What a capture says of its end while others go on sending. */
@Timeout(60)
class EndOfCaptureIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int MOST_BURSTS = 2_000;

  /** A little longer than the silence that an end waits for: the next burst comes into the end. */
  private static final Duration PAUSE = Duration.ofMillis(24);

  private static final Duration GAP = Duration.ofNanos(10_000);

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
      CaptureStatus status = capture.stop();
      sender.interrupt();
      sender.join();
      assertThat(other.stop().reason()).isNull();

      assertThat(status.reason()).isNull();
      assertThat(seen).isNotEmpty();
      assertThat(seenByTheOther)
          .filteredOn(time -> !Instant.ofEpochSecond(0, time).isAfter(status.endedAt()))
          .isEqualTo(seen);
    }
  }

  private static LiveCapture open(DatagramSocket target) throws IOException {
    return LiveCapture.open(
        CaptureOptions.of("lo", "udp port " + target.getLocalPort()).withBuffer(64 << 20));
  }

  /** Bursts, until it is interrupted. */
  private static void send(DatagramSocket target) {
    var datagram =
        new DatagramPacket(new byte[8], 8, target.getLocalAddress(), target.getLocalPort());
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < MOST_BURSTS && !Thread.currentThread().isInterrupted(); i++) {
        for (int k = 0; k < 500; k++) {
          socket.send(datagram);
          LockSupport.parkNanos(GAP.toNanos());
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
