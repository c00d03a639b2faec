package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.track.Side.CLIENT;

import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process on this machine's loopback: here the test itself. */
@Timeout(60)
class LoopbackTapIT {
  @Test
  void seesAConnectionBetweenProcessesOfThisMachine() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var tap = WireTap.onLoopback().port(server.getLocalPort())) {
      tap.start();

      Timeline timeline =
          tap.timelineOf(() -> {
            try (var client = new Socket(tap.address().getAddress(), tap.address().getPort());
                var accepted = server.accept()) {
              client.shutdownOutput();
              assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
          });

      assertThat(timeline)
          .isComplete()
          .hasConnections(1)
          .connection(0, c -> c.completedHandshake().closedBy(CLIENT).gracefully());
    }
  }
}
