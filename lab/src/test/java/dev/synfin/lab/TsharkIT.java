package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.synfin.capture.CaptureFile;
import dev.synfin.capture.CommentedCapture;
import dev.synfin.export.Verdicts;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.SegmentOptions;
import dev.synfin.timeline.SourceCapture;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    int compared = 0;
    for (String end : List.of("client", "server")) {
      Path file = run.folder().resolve(end + ".pcap");
      List<Connection> all = connections(file);
      List<Connection> ours = all.stream().filter(c -> c.protocol() == Protocol.TCP).toList();
      Theirs theirs = theirs(file);
      assertThat(theirs.segments()).as(variant + " at the " + end).isEqualTo(segments(ours));
      assertThat(theirs.facts()).as(variant + " at the " + end).isEqualTo(facts(ours));
      assertThat(theirs.others()).as(variant + " at the " + end).isEqualTo(others(all));
      compared += theirs.segments().size() + theirs.others().size();
    }
    assertThat(compared > 0)
        .as("packets, but of what never was on a wire")
        .isEqualTo(!variant.scenario().equals("unix-echo"));
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
      return timeline.connections();
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
    SegmentOptions options = segment.options();
    return "%d %04x %d %d %d window %d mss %s scale %s %s"
        .formatted(
            segment.frame(),
            flags,
            segment.seq(),
            Objects.requireNonNullElse(segment.ack(), 0L),
            segment.len(),
            segment.rawWin(),
            Objects.requireNonNullElse(options.mss(), ""),
            Objects.requireNonNullElse(options.windowScale(), ""),
            segment.analysis().stream().sorted().toList());
  }

  /** Datagrams and ICMP errors, in the order of the capture. */
  private static List<String> others(List<Connection> connections) {
    return connections.stream()
        .flatMap(c -> c.allEvents().stream())
        .filter(PacketEvent.class::isInstance)
        .map(PacketEvent.class::cast)
        .filter(packet -> !(packet instanceof SegmentEvent))
        .sorted(Comparator.comparingLong(PacketEvent::frame))
        .map(packet ->
            switch (packet) {
              case DatagramEvent d -> d.frame() + " udp " + d.len();
              case IcmpEvent i -> i.frame() + " icmp " + i.icmpType() + " " + i.icmpCode();
              case SegmentEvent s -> throw new IllegalStateException(s.toString());
            })
        .toList();
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
  private record Theirs(List<String> segments, Map<Long, String> facts, List<String> others) {}

  private static Theirs theirs(Path file) throws Exception {
    tshark.copyFileToContainer(Transferable.of(Files.readAllBytes(file)), "/tmp/it.pcap");
    var asked =
        new ArrayList<>(
            List.of(
                "frame.number",
                "tcp.flags",
                "tcp.seq",
                "tcp.ack",
                "tcp.len",
                "tcp.window_size_value",
                "tcp.options.mss_val",
                "tcp.options.wscale.shift",
                "tcp.stream",
                "tcp.completeness",
                "tcp.analysis.initial_rtt"));
    Stream.of(AnalysisFlag.values())
        .forEach(flag -> asked.add("tcp.analysis." + flag.name().toLowerCase(Locale.ROOT)));
    var segments = new ArrayList<String>();
    var facts = new TreeMap<Long, String>();
    for (String line : filtered("tcp && !icmp", asked)) {
      String[] f = line.split(",", -1);
      segments.add(
          "%s %s %s %s %s window %s mss %s scale %s %s"
              .formatted(
                  f[0], f[1].replace("0x", ""), f[2], f[3], f[4], f[5], f[6], f[7], analysis(f)));
      Long stream = Long.valueOf(f[8]);
      String rtt = f[10].isEmpty() ? null : nanos(f[10]);
      if (rtt == null && facts.containsKey(stream)) {
        rtt = Objects.requireNonNull(facts.get(stream)).replaceFirst("\\S+ ", "");
      }
      facts.put(stream, f[9] + " " + rtt);
    }
    List<String> others =
        filtered("udp || icmp", List.of("frame.number", "icmp.type", "icmp.code", "udp.length"))
            .stream()
            .map(line -> line.split(",", -1))
            .map(f ->
                f[1].isEmpty()
                    ? f[0] + " udp " + (Integer.parseInt(f[3]) - 8)
                    : f[0] + " icmp " + f[1] + " " + f[2])
            .toList();
    return new Theirs(segments, facts, others);
  }

  /** The first of each of these fields, of the frames that a filter lets through. */
  private static List<String> filtered(String filter, List<String> names) throws Exception {
    var said =
        tshark.execInContainer(
            "sh",
            "-c",
            "tshark -n -2 -r /tmp/it.pcap -Y '"
                + filter
                + "' -o tcp.desegment_tcp_streams:FALSE -T fields -E separator=, -E occurrence=f -e "
                + String.join(" -e ", names));
    assertThat(said.getExitCode()).as(said.getStderr()).isZero();
    return said.getStdout().lines().toList();
  }

  /** The plain flag stands beside the more specific one. */
  private static Set<AnalysisFlag> analysis(String[] fields) {
    var flags = EnumSet.noneOf(AnalysisFlag.class);
    int first = fields.length - AnalysisFlag.values().length;
    for (AnalysisFlag flag : AnalysisFlag.values()) {
      if (!fields[first++].isEmpty()) {
        flags.add(flag);
      }
    }
    if (flags.contains(AnalysisFlag.FAST_RETRANSMISSION)
        || flags.contains(AnalysisFlag.SPURIOUS_RETRANSMISSION)) {
      flags.remove(AnalysisFlag.RETRANSMISSION);
    }
    return flags;
  }

  private static String nanos(String seconds) {
    return new BigDecimal(seconds).movePointRight(9).toBigInteger().toString();
  }
}
