package dev.synfin.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another user of the machine, who cannot get in and tries to keep others out. */
@Timeout(60)
class HalfRequestsTest {
  @TempDir private Path timelines;
  private WatchServer server;
  private Browser browser;

  @BeforeEach
  void serve() throws Exception {
    server = Served.on(0, timelines);
    browser = Browser.of(server.address());
  }

  @AfterEach
  void end() {
    browser.close();
    server.close();
  }

  private Socket half() throws IOException {
    var half = new Socket(InetAddress.getLoopbackAddress(), URI.create(server.address()).getPort());
    half.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
    return half;
  }

  private void leave(String run) throws IOException {
    Files.writeString(Files.createDirectory(timelines.resolve(run)).resolve("timeline.json"), "{}");
  }

  @Test
  void halfARequestIsNotWaitedFor() throws Exception {
    try (var events = browser.events();
        var half = half()) {
      half.setSoTimeout(30_000);
      assertThat(half.getInputStream().read()).as("the server has ended it").isEqualTo(-1);

      leave("later"); // an answer that lasts longer than that is another thing
      assertThat(events.next().data()).hasSize(1);
    }
  }

  @Test
  void moreThanAllViewersCanHaveAreClosedAtOnceAndWhoLooksOnGoesOn() throws Exception {
    var halves = new ArrayList<Socket>();
    try (var events = browser.events()) {
      for (int i = 0; i < WatchServer.MOST_CONNECTIONS + 20; i++) {
        halves.add(half());
      }
      for (Socket late : halves.subList(WatchServer.MOST_CONNECTIONS, halves.size())) {
        late.setSoTimeout(2_000); // less than what half a request is waited for
        assertThat(endOf(late)).isTrue();
      }

      leave("later");
      assertThat(events.next().data()).hasSize(1);

      for (Socket half : halves) {
        endOf(half); // by its time
      }
      assertThat(browser.json("/api/timelines")).hasSize(1);
    } finally {
      closeAll(halves);
    }
  }

  /** Whether the server has ended it, with an end of file or with a reset. */
  private static boolean endOf(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
