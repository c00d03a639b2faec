package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureOptions;
import dev.synfin.capture.LiveCapture;
import dev.synfin.socket.CallListener;
import dev.synfin.socket.Family;
import dev.synfin.socket.How;
import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Socket;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.track.ConnectionTracker;
import dev.synfin.track.Side;
import dev.synfin.wire.FrameDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linux counts what it sends again; so does synfin, at the sender's tap. */
class RetransmissionCountIT {
  private static final int PORT = 7000;
  private static final int OCTETS = 300_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-m statistic --mode nth --every 5 --packet 4",
        "-m statistic --mode nth --every 17 --packet 9",
        "-m statistic --mode nth --every 60 --packet 0",
        "-m statistic --mode random --probability 0.1",
        "-m statistic --mode random --probability 0.3"
      })
  void theKernelSentAgainWhatIsSeenToBeSentAgain(String dropped) throws IOException {
    try (var network = PrivateNetwork.create()) {
      new Within(network.of(Host.NETWORK)).run(() -> drop(dropped));
      var counts = new long[2];
      new Within(network.of(Side.CLIENT)).run(() -> transfer(network, counts));

      assertThat(counts[0]).as("seen on the wire").isEqualTo(counts[1]);
      if (!dropped.isEmpty()) {
        assertThat(counts[1]).isPositive(); // without loss a probe can still be sent in vain
      }
    }
  }

  private static void drop(String match) throws IOException {
    if (!match.isEmpty()) {
      String rule = "iptables -A FORWARD -p tcp --dport " + PORT + " " + match + " -j DROP";
      HostCommand.run(rule.split(" ", -1));
    }
  }

  /** Sends from the client; finds what was seen to be sent again, and what the kernel counted. */
  private static void transfer(PrivateNetwork network, long[] counts) throws IOException {
    HostCommand.run("ip", "link", "set", PrivateNetwork.IFACE, "gso_max_segs", "1");
    var seen = new ArrayList<Connection>();
    var timeline = new TimelineBuilder(EventOptions.DEFAULT.withEvents(false), seen::add);
    var tracker = new ConnectionTracker(timeline);
    var decoder = new FrameDecoder();
    var options = CaptureOptions.of(PrivateNetwork.IFACE, "tcp port " + PORT);
    try (var capture = LiveCapture.open(options)) {
      capture.start(frame -> tracker.accept(decoder.decode(frame)));
      counts[1] = sent(network);
      assertThat(capture.stop().complete()).isTrue();
    }
    tracker.finish();
    counts[0] = seen.getFirst().traffic().client().retransmittedFrames();
  }

  /** How many segments the kernel sent again until everything had arrived. */
  private static long sent(PrivateNetwork network) throws IOException {
    var peers = PrivateNetwork.seenFrom(Side.CLIENT);
    var listening = new CompletableFuture<Void>();
    var served = CompletableFuture.runAsync(() -> serve(network, listening));
    listening.join();
    try (var client = Socket.open(Family.INET, Kind.STREAM, CallListener.NONE)) {
      client.connect(new InternetAddress(peers.peer(false), PORT));
      client.sendAll(new byte[OCTETS]);
      client.shutdown(How.WRITE);
      client.setTimeout(Duration.ofMinutes(1));
      assertThat(client.recv(1)).hasSize(1);
      long again = client.sentAgain();
      served.join();
      return again;
    }
  }

  /** Answers with one octet when all has come. */
  private static void serve(PrivateNetwork network, CompletableFuture<Void> listening) {
    try {
      new Within(network.of(Side.SERVER))
          .run(() -> {
            try (var server = Socket.open(Family.INET, Kind.STREAM, CallListener.NONE)) {
              server.bind(new InternetAddress(InetAddress.getByName("0.0.0.0"), PORT));
              server.listen(1);
              listening.complete(null);
              try (var accepted = server.accept()) {
                while (accepted.recv(65_536).length > 0) {}
                accepted.sendAll(new byte[1]);
              }
            }
          });
    } catch (IOException e) {
      listening.completeExceptionally(e);
      throw new CompletionException(e);
    }
  }
}
