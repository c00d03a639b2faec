package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says of sockets of this process while a run lasts. */
class KernelSamplerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  private List<KernelSample> sampledWithAConnection() throws IOException {
    Path file = folder.resolve("server.kernel.jsonl");
    try (var listener = new ServerSocket(0, 5, LOOPBACK)) {
      int port = listener.getLocalPort();
      try (var sampler = new KernelSampler(Side.SERVER, port, Duration.ofHours(1), file);
          var client = new Socket(LOOPBACK, port)) {
        sampler.sample();
        assertThat(client.isConnected()).isTrue();
      }
    }
    return Timelines.readKernel(file);
  }

  @Test
  void asksAtTheBeginningWhenToldAndAtTheEnd() throws IOException {
    List<KernelSample> samples = sampledWithAConnection();

    assertThat(samples).hasSize(3).allMatch(s -> s.side() == Side.SERVER);
    assertThat(samples.getFirst().sockets()).hasSize(1);
    assertThat(samples.get(1).sockets())
        .extracting(KernelSample.KernelSocket::state)
        .as("the server's own, and not the client's, which this kernel has too")
        .containsExactlyInAnyOrder("LISTEN", "ESTABLISHED");
    assertThat(samples.get(1).scenarioStates()).isEqualTo(Map.of("LISTEN", 1L, "ESTABLISHED", 1L));
    assertThat(samples.get(1).acceptQueue().values())
        .containsExactly(new KernelSample.AcceptQueue(1L, 5L));
  }

  @Test
  void countersBeginAtNought() throws IOException {
    List<KernelSample> samples = sampledWithAConnection();

    assertThat(samples.getFirst().counters())
        .as("those that stand at nought are written too")
        .containsKeys("ListenOverflows", "TCPTimeouts", "TCPAbortOnData")
        .allSatisfy((name, value) -> assertThat(value).isZero());
    assertThat(samples.get(1).counters().get("PassiveOpens")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void whoListensIsAskedWhenTheSocketHasBegunTo() throws IOException {
    Path file = folder.resolve("server.kernel.jsonl");
    try (var listener = new ServerSocket(0, 5, LOOPBACK);
        var sampler =
            new KernelSampler(Side.SERVER, listener.getLocalPort(), Duration.ofHours(1), file)) {
      sampler.sampleListener();
    }

    assertThat(Timelines.readKernel(file).get(1).sockets())
        .singleElement()
        .satisfies(s -> assertThat(s.pid()).isEqualTo(ProcessHandle.current().pid()));
  }

  @Test
  void asksAgainAndAgain() throws Exception {
    Path file = folder.resolve("client.kernel.jsonl");
    try (var sampler = new KernelSampler(Side.CLIENT, 1, Duration.ofMillis(5), file)) {
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (Timelines.readKernel(file).size() < 5 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      sampler.sample();
    }
    assertThat(Timelines.readKernel(file)).hasSizeGreaterThan(5);
  }

  @Test
  void aLineThatWasNotFinishedIsLeftOut() throws IOException {
    Path file = folder.resolve("server.kernel.jsonl");
    int whole = sampledWithAConnection().size();
    Files.writeString(file, "{\"at\":", StandardOpenOption.APPEND);

    assertThat(Timelines.readKernel(file)).hasSize(whole);
  }
}
