package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.stage.Message.Verb;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.Side;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says of sockets of this process while a run lasts. */
class KernelSamplerTest {
  private static final String IDLE =
      """
      name: idle
      title: Nobody does anything
      options: {sample_interval: 1m}
      server: []
      client: []
      expect: {connections: 0}
      """;

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
  void inALongRunItAsksLessOftenAndSaysSo() throws Exception {
    Path file = folder.resolve("server.kernel.jsonl");
    var sampler = new KernelSampler(Side.SERVER, 1, Duration.ofMillis(1), file, 5);
    try (sampler) {
      assertThat(sampler.remark()).isEmpty();
      long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
      while (sampler.remark().isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
    }

    assertThat(Timelines.readKernel(file)).hasSizeGreaterThan(5);
    assertThat(sampler.remark())
        .matches(
            "the kernel was asked \\d+ times, after each 5 half as often as before, at last"
                + " every (?!1 ms).+");
  }

  @Test
  void aSampleThatCannotBeWrittenEndsTheSamplingAndIsToldAtTheEnd() throws Exception {
    Path pipe = folder.resolve("server.kernel.jsonl");
    makePipe(pipe);
    KernelSampler sampler;
    try (var reader = new RandomAccessFile(pipe.toFile(), "rw")) {
      sampler = new KernelSampler(Side.SERVER, 1, Duration.ofMillis(1), pipe);
      assertThat(reader.read()).isEqualTo('{');
    } // as when the disk is full: the next sample has nowhere to go
    awaitTheEndOf("SERVER's kernel");

    try (var reader = new RandomAccessFile(pipe.toFile(), "rw")) { // now there is room again
      assertThat(reader.getFD().valid()).isTrue();
      assertThatThrownBy(sampler::close)
          .as("the samples have a gap")
          .isInstanceOf(IOException.class)
          .hasMessage("What the kernel said cannot be written to " + pipe + ": Broken pipe.");
    }
  }

  @Test
  void aProgramWhoseKernelCouldNotBeAskedToTheEndFailsTheRun() throws Exception {
    Path pipe = Meeting.kernel(folder, ProgramAgent.name(Side.SERVER));
    makePipe(pipe);
    var agent = new ProgramAgent(Side.SERVER, PrivateNetwork.seenFrom(Side.SERVER), folder);
    var ended = new AtomicBoolean();
    LocalLine.Ends ends = LocalLine.connected();
    Thread attending = Thread.ofVirtual().start(() -> attend(agent, ends.other(), ended));
    Line line = ends.one();
    try (var reader = new RandomAccessFile(pipe.toFile(), "rw")) {
      line.send(Message.of(Verb.PREPARE, "mine.yaml", IDLE, "", "8080"));
      assertThat(line.receive()).isEqualTo(Message.of(Verb.READY));
      assertThat(reader.read()).isEqualTo('{');
    }

    line.send(Message.of(Verb.SIGNAL, "anything"));
    Message answer = line.receive();
    line.close();
    attending.join();

    assertThat(answer)
        .isEqualTo(
            Message.of(
                Verb.FAILED,
                "What the kernel said cannot be written to " + pipe + ": Broken pipe."));
    assertThat(ended).as("the agent is there for the next run").isTrue();
  }

  private static void awaitTheEndOf(String name) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        assertThat(thread.join(Duration.ofSeconds(20))).as(name + " ends").isTrue();
      }
    }
  }

  private static void attend(Agent agent, Line line, AtomicBoolean ended) {
    try {
      agent.attend(line);
      ended.set(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makePipe(Path path) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  @Test
  void aLineThatWasNotFinishedIsLeftOut() throws IOException {
    Path file = folder.resolve("server.kernel.jsonl");
    int whole = sampledWithAConnection().size();
    Files.writeString(file, "{\"at\":", StandardOpenOption.APPEND);

    assertThat(Timelines.readKernel(file)).hasSize(whole);
  }
}
