package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.TimelineSchema;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code synfin capture} as a process that a person starts; needs the right to capture. */
@Timeout(60)
class CaptureCommandIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void atASignalItProvesThatNothingIsMissing(String signal) throws Exception {
    try (var server = new ServerSocket(0, 1, LOOPBACK);
        var synfin = capture("-f", "tcp port " + server.getLocalPort())) {
      assertThat(synfin.errorLine())
          .isEqualTo("Capturing on lo («tcp port " + server.getLocalPort() + "»); Ctrl-C ends it.");
      new Socket(LOOPBACK, server.getLocalPort()).close();
      server.accept().close();

      synfin.signal(signal);

      List<String> said = synfin.rest();
      assertThat(said).anyMatch(line -> line.contains("SYN-SENT"));
      assertThat(said.get(said.size() - 3))
          .matches(
              "[1-9][0-9]* frames, 0 dropped by the kernel, 0 by the interface;"
                  + " the capture is proven complete\\.");
      assertThat(synfin.exitCode()).isZero();
      assertThat(Path.of(said.get(said.size() - 2))).exists().hasParent(folder);
      Path timeline = Path.of(said.getLast());
      TimelineSchema.assertValid(timeline);
      assertThat(Timelines.read(timeline).connections())
          .singleElement()
          .extracting(Connection::connState)
          .isEqualTo("SF");
    }
  }

  /** In a network of its own, of which nobody else takes notice. */
  @Test
  void aCaptureThatIsNotProvenWholeEndsWithOne() throws Exception {
    var alone = List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");
    try (var synfin = Synfin.startBy(alone, "capture", "-i", "lo", "-o", folder.toString())) {
      assertThat(synfin.errorLine()).startsWith("Capturing on lo");
      assertThat(takeDownLoopbackOf(synfin)).isZero();

      synfin.signal("TERM");

      assertThat(synfin.rest()).anyMatch(line -> line.contains("NOT proven complete"));
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
  }

  private static int takeDownLoopbackOf(Synfin synfin) throws Exception {
    String pid = Long.toString(synfin.process.pid());
    return new ProcessBuilder("nsenter", "-t", pid, "-n", "ip", "link", "set", "lo", "down")
        .start()
        .waitFor();
  }

  @Test
  void aNumberOfFramesEndsItToo() throws Exception {
    try (var server = new ServerSocket(0, 1, LOOPBACK);
        var synfin = capture("-f", "tcp port " + server.getLocalPort(), "--count=2", "--quiet")) {
      assertThat(synfin.errorLine()).startsWith("Capturing on lo");
      new Socket(LOOPBACK, server.getLocalPort()).close();

      assertThat(synfin.rest()).hasSize(3).first().asString().startsWith("2 frames, ");
      assertThat(synfin.exitCode()).isZero();
    }
  }

  @Test
  void asLinesTheTimelineHasEachSegmentAndAnEnd() throws Exception {
    try (var server = new ServerSocket(0, 1, LOOPBACK);
        var synfin =
            capture("-f", "tcp port " + server.getLocalPort(), "--format=jsonl", "--count=3")) {
      assertThat(synfin.errorLine()).startsWith("Capturing on lo");
      new Socket(LOOPBACK, server.getLocalPort()).close();

      List<String> said = synfin.rest();
      assertThat(said).hasSize(3).first().asString().startsWith("3 frames, 0 dropped");
      assertThat(said.getLast()).endsWith(".timeline.jsonl");
      assertThat(Files.readAllLines(Path.of(said.getLast())))
          .hasSize(6)
          .last()
          .asString()
          .startsWith("{\"type\":\"end\"")
          .contains("\"captured\":3", "\"dropped\":{\"kernel\":0", "\"complete\":true");
      assertThat(synfin.exitCode()).isZero();
    }
  }

  /** The first of three connections, once the second begins, is given up; so is the second. */
  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl"})
  void followsNoMoreConnectionsThanAsked(String format) throws Exception {
    try (var server = new ServerSocket(0, 1, LOOPBACK);
        var synfin =
            capture(
                "-f",
                "tcp port " + server.getLocalPort() + " and tcp[tcpflags] & tcp-syn != 0",
                "--max-connections=1",
                "--format=" + format,
                "--count=6")) {
      assertThat(synfin.errorLine()).startsWith("Capturing on lo");
      for (int i = 0; i < 3; i++) {
        new Socket(LOOPBACK, server.getLocalPort()).close();
        server.accept().close();
      }

      Path timeline = Path.of(synfin.rest().getLast());
      assertThat(synfin.exitCode()).isZero();
      assertThat(Timelines.read(timeline).captures())
          .singleElement()
          .satisfies(c -> assertThat(c.evicted()).isEqualTo(new Capture.Evicted(2, 0)));
    }
  }

  @Test
  void aLimitThatLimitsNothingIsRefused() throws Exception {
    try (var synfin = capture("--idle-timeout=0s")) {
      assertThat(synfin.errors()).startsWith("synfin: --idle-timeout is longer than 0s.");
      assertThat(synfin.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void anInterfaceThatIsNotThereListsThoseThatAre() throws Exception {
    try (var synfin = Synfin.start("capture", "-i", "eth77", "-o", folder.toString())) {
      failsWith(synfin, "synfin: There is no interface eth77; there are: .*\\blo\\b.*\\.");
    }
  }

  @Test
  void aFilterThatDoesNotCompileIsShownWithTheReason() throws Exception {
    try (var synfin = capture("-f", "tcp porty 80")) {
      failsWith(synfin, "synfin: The filter «tcp porty 80» does not compile: .*«tcp port 8080»\\.");
    }
  }

  @Test
  void withoutTheRightToCaptureTheRemedyIsNamed() throws Exception {
    var without = List.of("setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw");
    try (var synfin = Synfin.startBy(without, "capture", "-i", "lo", "-o", folder.toString())) {
      failsWith(synfin, "synfin: No right to capture on lo: run as root or .*");
    }
  }

  /** Even root cannot make a folder in a file. */
  @Test
  void aFolderThatCannotBeWrittenIsNamedBeforeAnythingIsCaptured() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    try (var synfin = Synfin.start("capture", "-i", "lo", "-o", file + "/captures")) {
      assertThat(synfin.errors())
          .isEqualTo(
              "synfin: The folder "
                  + file
                  + "/captures cannot be written: change its owner or mode, or choose another with"
                  + " -o.");
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
  }

  private Synfin capture(String... options) throws IOException {
    var args = new ArrayList<>(List.of("capture", "-i", "lo", "-o", folder.toString()));
    args.addAll(List.of(options));
    return Synfin.start(args.toArray(String[]::new));
  }

  /** One sentence, and nothing is left behind. */
  private void failsWith(Synfin synfin, String sentence) throws Exception {
    assertThat(synfin.errors()).matches(sentence).hasLineCount(1);
    assertThat(synfin.rest()).isEmpty();
    assertThat(synfin.exitCode()).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }
}
