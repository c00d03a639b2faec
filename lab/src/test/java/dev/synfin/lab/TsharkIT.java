package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.synfin.capture.CaptureFile;
import dev.synfin.capture.CommentedCapture;
import dev.synfin.export.Verdicts;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.SourceCapture;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** tshark reads what the taps wrote, and agrees frame by frame. */
class TsharkIT {
  private static GenericContainer<?> tshark;

  @BeforeAll
  static void startTshark() {
    tshark =
        new GenericContainer<>(DockerImageName.parse("synfin/tshark:latest"))
            .withImagePullPolicy(name -> false)
            .withNetworkMode("none")
            .withCommand("sleep", "infinity");
    tshark.start();
  }

  @AfterAll
  static void endTshark() {
    tshark.stop();
  }

  @ParameterizedTest
  @MethodSource("dev.synfin.lab.LabRuns#all")
  void agreesOnTheCapturesOfBothEnds(LabRuns.Variant variant) throws Exception {
    LabRun run = LabRuns.shared().of(variant);
    assumeThat(run.skipped()).isEmpty();

    for (String end : List.of("client", "server")) {
      Path file = run.folder().resolve(end + ".pcap");
      List<Connection> ours = connections(file);
      Theirs theirs = theirs(file);
      assertThat(theirs.segments()).as(variant + " at the " + end).isEqualTo(segments(ours));
      assertThat(theirs.facts()).as(variant + " at the " + end).isEqualTo(facts(ours));
    }
  }

  @Test
  void showsTheVerdictsThatAnExportPutsIntoACapture() throws Exception {
    LabRun run = LabRuns.shared().of(new LabRuns.Variant("data-lost", null));
    Path capture = run.folder().resolve("client.pcap");
    Timeline timeline = Timelines.read(run.folder().resolve("timeline.json"));
    SourceCapture source = SourceCapture.named(capture, timeline);
    Verdicts verdicts = Verdicts.of(timeline, source.capture());
    var exported = new ByteArrayOutputStream();

    CommentedCapture.copy(capture, verdicts::of, exported);

    tshark.copyFileToContainer(Transferable.of(exported.toByteArray()), "/tmp/it.pcapng");
    List<String> comments = fields("/tmp/it.pcapng", "frame.comment");
    for (int frame = 1; frame <= comments.size(); frame++) {
      assertThat(comments.get(frame - 1))
          .as("frame " + frame)
          .isEqualTo(Objects.requireNonNullElse(verdicts.of(frame), ""));
    }
    assertThat(comments)
        .anySatisfy(c -> assertThat(c).contains("lost between"))
        .anySatisfy(c -> assertThat(c).contains("sent again"));
    tshark.copyFileToContainer(Transferable.of(Files.readAllBytes(capture)), "/tmp/it.pcap");
    assertThat(fields("/tmp/it.pcapng", "frame.time_epoch", "frame.len", "tcp.checksum"))
        .isEqualTo(fields("/tmp/it.pcap", "frame.time_epoch", "frame.len", "tcp.checksum"));
  }

  /** These fields of each frame. */
  private static List<String> fields(String file, String... names) throws Exception {
    String asked = String.join(" -e ", names);
    var said =
        tshark.execInContainer("sh", "-c", "tshark -n -r " + file + " -T fields -e " + asked);
    assertThat(said.getExitCode()).as(said.getStderr()).isZero();
    return said.getStdout().lines().toList();
  }

  private static List<Connection> connections(Path file) throws IOException {
    try (CaptureFile capture = CaptureFile.open(file)) {
      Timeline timeline = CaptureFiles.read(file, CaptureFiles.of(capture), EventOptions.DEFAULT);
      return timeline.connections().stream().filter(c -> c.protocol() == Protocol.TCP).toList();
    }
  }

  /** All segments in the order of the capture. */
  private static List<String> segments(List<Connection> connections) {
    return connections.stream()
        .flatMap(c -> c.segments().stream())
        .sorted(Comparator.comparingLong(SegmentEvent::frame))
        .map(TsharkIT::line)
        .toList();
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

  /** Of each stream: completeness, and the handshake's round trip in nanoseconds. */
  private static Map<Long, String> facts(List<Connection> connections) {
    var facts = new TreeMap<Long, String>();
    for (Connection connection : connections) {
      Long rtt = connection.handshake() == null ? null : connection.handshake().rttNs();
      facts.put(connection.stream(), connection.completeness() + " " + rtt);
    }
    return facts;
  }

  /** What tshark says of one capture. */
  private record Theirs(List<String> segments, Map<Long, String> facts) {}

  private static Theirs theirs(Path file) throws Exception {
    tshark.copyFileToContainer(Transferable.of(Files.readAllBytes(file)), "/tmp/it.pcap");
    var said =
        tshark.execInContainer(
            "sh",
            "-c",
            "tshark -n -2 -r /tmp/it.pcap -Y tcp -T fields -E separator=, -e frame.number"
                + " -e tcp.flags -e tcp.seq -e tcp.ack -e tcp.len -e tcp.stream"
                + " -e tcp.completeness -e tcp.analysis.initial_rtt");
    assertThat(said.getExitCode()).as(said.getStderr()).isZero();
    var segments = new ArrayList<String>();
    var facts = new TreeMap<Long, String>();
    for (String line : said.getStdout().lines().toList()) {
      String[] f = line.split(",", -1);
      segments.add(String.join(" ", f[0], f[1].replace("0x", ""), f[2], f[3], f[4]));
      Long stream = Long.valueOf(f[5]);
      String rtt = f[7].isEmpty() ? null : nanos(f[7]);
      if (rtt == null && facts.containsKey(stream)) {
        rtt = Objects.requireNonNull(facts.get(stream)).replaceFirst("\\S+ ", "");
      }
      facts.put(stream, f[6] + " " + rtt);
    }
    return new Theirs(segments, facts);
  }

  private static String nanos(String seconds) {
    return new BigDecimal(seconds).movePointRight(9).toBigInteger().toString();
  }
}
