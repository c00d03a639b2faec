package dev.synfin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTableTest {

  @Test
  void showsAListeningSocketAndBothEndsOfAConnection() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var server = new ServerSocket(0, 5, loopback);
        var client = new Socket(loopback, server.getLocalPort())) {
      var sockets = SocketTable.ofThisNamespace().tcp();

      assertThat(sockets)
          .anyMatch(
              s -> s.state() == SocketState.LISTEN && s.local().getPort() == server.getLocalPort())
          .anyMatch(s ->
              s.state() == SocketState.ESTABLISHED
                  && s.local().getPort() == client.getLocalPort()
                  && s.remote().getPort() == server.getLocalPort());
    }
  }

  @Test
  void readsAddressesQueuesAndInode(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
           1: 0200A8C0:8000 0100A8C0:0050 06 00000005:00000000 03:00001770 00000000     0        0 0 3 0000000000000000
        """);

    var sockets = SocketTable.in(folder).tcp();

    assertThat(sockets).hasSize(2);
    assertThat(sockets.getFirst().local()).hasToString("/127.0.0.1:8080");
    assertThat(sockets.getFirst().rxQueue()).isEqualTo(2);
    assertThat(sockets.getFirst().inode()).isEqualTo(4711);
    assertThat(sockets.getLast().remote()).hasToString("/192.168.0.1:80");
    assertThat(sockets.getLast().state()).isEqualTo(SocketState.TIME_WAIT);
    assertThat(sockets.getLast().txQueue()).isEqualTo(5);
  }

  @Test
  void saysWhatIsMissingWhereThereIsNoSuchTable(@TempDir Path folder) {
    assertThatThrownBy(() -> SocketTable.in(folder).tcp())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("needs Linux with /proc mounted");
  }
}
