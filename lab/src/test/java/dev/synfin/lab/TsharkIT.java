package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFile;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** tshark reads what the taps wrote, and agrees frame by frame. */
class TsharkIT {
  private static ValidatingLab lab;
  private static GenericContainer<?> tshark;

  @BeforeAll
  static void startTheLabAndTshark() {
    lab = ValidatingLab.start();
    tshark =
        new GenericContainer<>(DockerImageName.parse("synfin/tshark:latest"))
            .withImagePullPolicy(name -> false)
            .withNetworkMode("none")
            .withCommand("sleep", "infinity");
    tshark.start();
  }

  @AfterAll
  static void endThem() {
    tshark.stop();
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "handshake",
        "three-segment-close",
        "server-closes-first",
        "half-close",
        "reset-on-close",
        "refused"
      })
  void agreesOnTheCapturesOfBothEnds(String scenario) throws Exception {
    LabRun run = lab.run(scenario);

    for (String end : List.of("client", "server")) {
      Path file = run.folder().resolve(end + ".pcap");
      Connection ours = only(file);
      assertThat(theirSegments(file)).as(scenario + " at the " + end).isEqualTo(segments(ours));
      assertThat(theirFacts(file)).as(scenario + " at the " + end).isEqualTo(facts(ours));
    }
  }

  private static Connection only(Path file) throws IOException {
    try (CaptureFile capture = CaptureFile.open(file)) {
      Timeline timeline = CaptureFiles.read(file, CaptureFiles.of(capture), EventOptions.DEFAULT);
      assertThat(timeline.connections()).hasSize(1);
      return timeline.connections().getFirst();
    }
  }

  private static List<String> segments(Connection connection) {
    return connection.segments().stream().map(TsharkIT::line).toList();
  }

  private static String line(SegmentEvent segment) {
    int flags = 0;
    for (Flag flag : segment.flags()) {
      flags |=
          switch (flag) {
            case FIN -> 1;
            case SYN -> 2;
            case RST -> 4;
            case PSH -> 8;
            case ACK -> 16;
            case URG -> 32;
            case ECE -> 64;
            case CWR -> 128;
          };
    }
    return "%d %04x %d %d %d"
        .formatted(
            segment.frame(),
            flags,
            segment.seq(),
            Objects.requireNonNullElse(segment.ack(), 0L),
            segment.len());
  }

  private static List<String> theirSegments(Path file) throws Exception {
    return fields(file, "frame.number", "tcp.flags", "tcp.seq", "tcp.ack", "tcp.len").stream()
        .map(line -> line.replace("0x", ""))
        .toList();
  }

  /** Completeness, and the handshake's round trip in nanoseconds. */
  private static String facts(Connection connection) {
    Long rtt = connection.handshake() == null ? null : connection.handshake().rttNs();
    return connection.completeness() + " " + rtt;
  }

  private static String theirFacts(Path file) throws Exception {
    String completeness = fields(file, "tcp.completeness").getLast();
    String rtt =
        fields(file, "tcp.analysis.initial_rtt").stream()
            .filter(line -> !line.isBlank())
            .findFirst()
            .map(seconds -> new BigDecimal(seconds).movePointRight(9).toBigInteger().toString())
            .orElse("null");
    return completeness + " " + rtt;
  }

  private static List<String> fields(Path file, String... names) throws Exception {
    tshark.copyFileToContainer(Transferable.of(Files.readAllBytes(file)), "/tmp/it.pcap");
    var command =
        new java.util.ArrayList<>(
            List.of("tshark", "-n", "-2", "-r", "/tmp/it.pcap", "-Y", "tcp", "-T", "fields"));
    command.addAll(List.of("-E", "separator=/s"));
    for (String name : names) {
      command.addAll(List.of("-e", name));
    }
    var said = tshark.execInContainer(command.toArray(String[]::new));
    assertThat(said.getExitCode()).as(said.getStderr()).isZero();
    return said.getStdout().lines().toList();
  }
}
