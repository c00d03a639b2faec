package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.stage.TapRecord.Begun;
import dev.synfin.stage.TapRecord.Captured;
import dev.synfin.stage.TapRecord.Proof;
import dev.synfin.track.Side;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tap asked over a stream; needs the right to capture. */
@Timeout(30)
class TapStreamIT {
  private final BlockingQueue<TapRecord> received = new LinkedBlockingQueue<>();

  @Test
  void provesThatAWholeConnectionWasDelivered() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var requests = Pipe.open();
      String filter = "tcp port " + server.getLocalPort();
      var tap = new TapStream("lo", filter, Side.SERVER, Set.of(server.getLocalPort()));
      Thread serving = Thread.ofPlatform().start(() -> serve(tap, requests));
      assertThat(next(Begun.class).iface()).isEqualTo("lo");

      connect(server);
      requests.sink().write(StandardCharsets.US_ASCII.encode("prove 1\n"));
      List<TapRecord> before = untilProof();
      requests.sink().close();
      serving.join();

      assertThat(before.getLast())
          .isInstanceOfSatisfying(
              Proof.class,
              proof -> {
                assertThat(proof.request()).isEqualTo(1);
                assertThat(proof.complete()).as(proof.reason()).isTrue();
              });
      assertThat(before.stream().filter(Captured.class::isInstance))
          .as("SYN, SYN+ACK, ACK, and FIN and ACK each way at least")
          .hasSizeGreaterThanOrEqualTo(6);
      assertThat(before).hasAtLeastOneElementOfType(TapRecord.Kernel.class);
    }
  }

  private void serve(TapStream tap, Pipe requests) {
    try {
      var reader = new TapRecordReader(received::add);
      tap.serve(
          Channels.newInputStream(requests.source()),
          new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
              write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
              reader.accept(Arrays.copyOfRange(octets, offset, offset + length));
            }
          });
    } catch (IOException e) {
      received.add(new TapRecord.Failed(e.toString()));
    }
  }

  private static void connect(ServerSocket server) throws IOException {
    try (var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      client.shutdownOutput();
      assertThat(accepted.getInputStream().read()).isEqualTo(-1);
    }
  }

  private <T extends TapRecord> T next(Class<T> kind) throws InterruptedException {
    TapRecord record = received.poll(10, TimeUnit.SECONDS);
    assertThat(record).isInstanceOf(kind);
    return kind.cast(record);
  }

  private List<TapRecord> untilProof() throws InterruptedException {
    var records = new java.util.ArrayList<TapRecord>();
    do {
      records.add(next(TapRecord.class));
    } while (!(records.getLast() instanceof Proof));
    return records;
  }
}
