package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.TimelineSchema;
import dev.synfin.timeline.Timelines;
import dev.synfin.wire.FrameBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code synfin analyze} and {@code synfin show} as processes, with files of every kind. */
@Timeout(60)
class FileCommandsTest {
  private static final int ETHERNET = 1;
  private static final int SYN_ACK = 0x12;
  private static final int RST_ACK = 0x14;
  private static final int FILE_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final int SEGMENT = 14 + 20 + 20;

  @TempDir private Path folder;
  private Path pcap;

  /** Three SYNs at once. */
  @BeforeEach
  void writeACapture() throws IOException {
    writeSynsEvery(1);
  }

  private void writeSynsEvery(long nanos) throws IOException {
    pcap = folder.resolve("a.pcap");
    try (var writer = new CaptureFileWriter(pcap, ETHERNET, 65_535)) {
      for (int i = 0; i < 3; i++) {
        writer.write(
            new FrameBuilder()
                .from("10.0.0.1", 1024 + i)
                .to("10.0.0.2", 80)
                .flags(2)
                .number(i + 1)
                .at(i * nanos)
                .frame());
      }
    }
  }

  private Path cut() throws IOException {
    byte[] octets = Files.readAllBytes(pcap);
    return Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(octets, octets.length - 5));
  }

  @ParameterizedTest
  @CsvSource({"json", "jsonl"})
  void aCaptureThatIsCutGivesWhatCouldBeReadAndNamesTheOffset(String format) throws Exception {
    Path cut = cut();
    Path timeline = folder.resolve("cut.timeline");

    try (var synfin =
        Synfin.start("analyze", cut.toString(), "-o", timeline.toString(), "--format", format)) {
      assertThat(synfin.errors())
          .hasLineCount(1)
          .startsWith(
              "synfin: "
                  + cut
                  + " is damaged at offset "
                  + (FILE_HEADER + 2 * (RECORD_HEADER + SEGMENT))
                  + ": ");
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
    assertThat(Timelines.read(timeline).connections()).hasSize(2);
    if (format.equals("json")) {
      TimelineSchema.assertValid(timeline);
    }
  }

  @Test
  void aSummaryHasALineForEachConnection() throws Exception {
    try (var synfin = Synfin.start("analyze", "--summary", pcap.toString())) {
      assertThat(synfin.rest()).hasSize(1 + 3 + 1).last().asString().startsWith("3 connections");
      assertThat(synfin.exitCode()).isZero();
    }
    assertThat(folder.toFile().list()).containsExactly("a.pcap");
  }

  @Test
  void aSummaryInAFormatIsTheTimelineWithoutEvents() throws Exception {
    try (var synfin =
        Synfin.start("analyze", "--summary", "--format", "jsonl", "-o", "-", pcap.toString())) {
      assertThat(synfin.rest())
          .hasSize(1 + 3 + 1)
          .filteredOn(line -> line.startsWith("{\"type\":\"connection\""))
          .hasSize(3);
      assertThat(synfin.exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"json", "jsonl"})
  void connectionsBeyondTheLimitAreCountedInTheDocument(String format) throws Exception {
    Path timeline = folder.resolve("a.timeline");
    try (var synfin =
        Synfin.start(
            "analyze",
            pcap.toString(),
            "--max-connections=2",
            "--format=" + format,
            "-o",
            timeline.toString())) {
      assertThat(synfin.exitCode()).isZero();
    }

    var capture = Timelines.read(timeline).captures().getFirst();
    assertThat(capture.evicted()).isEqualTo(new Capture.Evicted(1, 0));
  }

  @ParameterizedTest
  @CsvSource({"json", "jsonl"})
  void connectionsIdleForTooLongAreCountedInTheDocument(String format) throws Exception {
    writeSynsEvery(2_000_000_000L);
    Path timeline = folder.resolve("a.timeline");
    try (var synfin =
        Synfin.start(
            "analyze",
            pcap.toString(),
            "--idle-timeout=1s",
            "--format=" + format,
            "-o",
            timeline.toString())) {
      assertThat(synfin.exitCode()).isZero();
    }

    var read = Timelines.read(timeline);
    assertThat(read.captures().getFirst().evicted()).isEqualTo(new Capture.Evicted(2, 0));
    assertThat(read.connections()).hasSize(3);
  }

  /** More than all the ages of any capture, and more than 64 bits have nanoseconds for. */
  @Test
  void aTimeoutBeyondAllTimesEndsNone() throws Exception {
    writeSynsEvery(2_000_000_000L);
    try (var synfin =
        Synfin.start("analyze", pcap.toString(), "--summary", "--idle-timeout=999999999m")) {
      assertThat(synfin.rest()).last().asString().endsWith("; 0 given up");
      assertThat(synfin.exitCode()).isZero();
    }
  }

  /** As head does; what comes on the writer's thread is no other failure. */
  @ParameterizedTest
  @CsvSource({"--summary", "--format=jsonl"})
  void aReaderThatHasSeenEnoughEndsItQuietly(String form) throws Exception {
    try (var writer = new CaptureFileWriter(pcap, ETHERNET, 65_535)) {
      for (int i = 0; i < 20_000; i++) {
        writer.write(
            new FrameBuilder()
                .from("10.0.0.1", 1024 + i)
                .to("10.0.0.2", 80)
                .flags(2)
                .at(i)
                .frame());
      }
    }
    try (var synfin = Synfin.start("analyze", pcap.toString(), form, "-o", "-")) {
      synfin.line();
      synfin.process.getInputStream().close();

      assertThat(synfin.errors()).isEmpty();
      assertThat(synfin.exitCode()).isEqualTo(141);
    }
  }

  @Test
  void jsonLinesHoldTheFindingsThatTheDocumentHolds() throws Exception {
    try (var writer = new CaptureFileWriter(pcap, ETHERNET, 65_535)) {
      for (int i = 0; i < 300; i++) {
        int client = 1024 + i;
        int answer = i == 0 ? RST_ACK : SYN_ACK;
        writer.write(
            new FrameBuilder().from("10.0.0.1", client).to("10.0.0.2", 80).flags(2).at(i).frame());
        writer.write(
            new FrameBuilder()
                .from("10.0.0.2", 80)
                .to("10.0.0.1", client)
                .flags(answer)
                .ack(1)
                .at(i)
                .frame());
      }
    }
    Path document = folder.resolve("a.json");
    Path lines = folder.resolve("a.jsonl");

    assertThat(analyze("json", document)).isZero();
    assertThat(analyze("jsonl", lines)).isZero();

    var expected = Timelines.read(document);
    assertThat(Timelines.read(lines).findings()).isNotEmpty().isEqualTo(expected.findings());
    assertThat(Timelines.read(lines).connections().getFirst().findings())
        .isNotEmpty()
        .isEqualTo(expected.connections().getFirst().findings());
  }

  private int analyze(String format, Path timeline) throws Exception {
    try (var synfin =
        Synfin.start("analyze", pcap.toString(), "--format=" + format, "-o", timeline.toString())) {
      return synfin.exitCode();
    }
  }

  @Test
  void aHeapThatIsTooSmallForTheConnectionsIsToldWithTheRemedy() throws Exception {
    try (var writer = new CaptureFileWriter(pcap, ETHERNET, 65_535)) {
      for (int i = 0; i < 30_000; i++) {
        writer.write(
            new FrameBuilder().from("10.0.0.1", 1024 + i).to("10.0.0.2", 80).flags(2).frame());
      }
    }
    var small = List.of("env", "JAVA_TOOL_OPTIONS=-Xmx40m");
    try (var synfin = Synfin.startBy(small, "analyze", "--summary", pcap.toString())) {
      assertThat(synfin.rest()).hasSize(1 + 30_000 + 1);
      assertThat(synfin.errors())
          .contains("connections were given up before their end", "--max-connections");
      assertThat(synfin.exitCode()).isZero();
    }
  }

  @Test
  void aTerminalShowsHowFarTheReadingIs() throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    try (var synfin = Synfin.startOnATerminal(pipe, "analyze", "-", "-o", folder + "/a.timeline")) {
      try (var writer = Files.newOutputStream(pipe)) {
        writer.write(Files.readAllBytes(pcap));
        writer.flush();
        assertThat(synfin.untilRate()).contains("0 MB, 3 frames, ");
      }
      assertThat(String.join("", synfin.rest())).contains("Wrote ");
    }
  }

  @Test
  void aFileGetsNoProgress() throws Exception {
    try (var synfin = Synfin.start("analyze", pcap.toString(), "-o", folder + "/a.timeline")) {
      assertThat(synfin.errors()).isEmpty();
    }
  }

  @Test
  void aSignalEndsAPipeAndWhatItBroughtIsWritten() throws Exception {
    try (var synfin = Synfin.start("analyze", "--format", "jsonl", "-o", "-", "-")) {
      var pipe = synfin.process.getOutputStream();
      pipe.write(Files.readAllBytes(pcap));
      pipe.flush();
      assertThat(synfin.line()).startsWith("{\"type\":\"capture\"");
      synfin.signal("INT");

      assertThat(synfin.rest()).hasSize(3 + 3 + 1).last().asString().contains("\"captured\":3");
      assertThat(synfin.exitCode()).isEqualTo(130);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "analyze,missing,There is no file",
    "analyze,folder,is a folder",
    "analyze,empty,is empty",
    "analyze,text,is no capture file",
    "analyze,/dev/null,is empty",
    "show,missing,There is no file",
    "show,folder,is a folder",
    "show,empty,is empty",
    "show,text,is no timeline",
    "show,broken,is no timeline",
    "show,other,is no timeline",
    "show,/dev/null,is empty"
  })
  void aFileOfAnotherKindIsNamedInOneSentence(String command, String name, String what)
      throws Exception {
    Files.createDirectory(folder.resolve("folder"));
    Files.createFile(folder.resolve("empty"));
    Files.writeString(folder.resolve("text"), "hello, I am text, and long enough to be a header");
    Files.writeString(folder.resolve("broken"), "{\"format\": \"synfin-timeline/1\", \"capt");
    Files.writeString(folder.resolve("other"), "{\"hello\": 1}");
    String file = folder.resolve(name).toString();

    try (var synfin = Synfin.start(command, file)) {
      assertThat(synfin.errors())
          .startsWith("synfin: ")
          .contains(Path.of(file).getFileName().toString())
          .contains(what)
          .endsWith(".")
          .hasLineCount(1);
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"analyze", "show"})
  void aNameThatTheLocaleCannotWriteIsToldWithTheRemedy(String command) throws Exception {
    var plain = List.of("env", "LC_ALL=C");
    try (var synfin = Synfin.startBy(plain, command, folder.resolve("grüße").toString())) {
      assertThat(synfin.errors())
          .endsWith(
              "cannot be written in this locale: set LANG to one with UTF-8, such as C.UTF-8."
                  + (command.equals("show") ? "\nTry: synfin show --help" : ""));
      assertThat(synfin.exitCode()).isIn(1, 2);
    }
  }

  @Test
  void aTimelineThatCouldNotBeWrittenLeavesTheOneThatWasThere() throws Exception {
    Path timeline = Files.writeString(folder.resolve("a.json"), "old");
    var atMostOneBlock = List.of("sh", "-c", "ulimit -f 1 && exec \"$@\"", "sh");

    try (var synfin =
        Synfin.startBy(atMostOneBlock, "analyze", pcap.toString(), "-o", timeline.toString())) {
      assertThat(synfin.errors()).contains("File too large").hasLineCount(1);
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
    assertThat(timeline).hasContent("old");
    assertThat(folder)
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
  }

  @Test
  void aTimelineAsTextHasAHeadingForEachConnection() throws Exception {
    Path timeline = folder.resolve("a.json");
    try (var synfin = Synfin.start("analyze", pcap.toString(), "-o", timeline.toString())) {
      assertThat(synfin.exitCode()).isZero();
    }

    try (var synfin = Synfin.start("show", "--text", timeline.toString())) {
      assertThat(synfin.rest())
          .hasSize(3 * 2 + 2)
          .contains("# TCP 0: 10.0.0.1:1024 > 10.0.0.2:80", "# TCP 2: 10.0.0.1:1026 > 10.0.0.2:80");
    }
  }

  @Test
  void anOutputInAFolderThatIsNotThereSaysSo() throws Exception {
    String output = folder.resolve("nowhere/a.json").toString();

    try (var synfin = Synfin.start("analyze", pcap.toString(), "-o", output)) {
      assertThat(synfin.errors())
          .isEqualTo(
              "synfin: "
                  + output
                  + " cannot be written: there is no folder "
                  + folder.resolve("nowhere")
                  + ": make it, or choose another.");
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"scenarios", "analyze -o -", "analyze --format jsonl -o -"})
  void aStandardOutputThatFailsIsNoticed(String command) throws Exception {
    try (var synfin = Synfin.startTo(new File("/dev/full"), words(command))) {
      assertThat(synfin.errors()).startsWith("synfin: ").contains("No space left").hasLineCount(1);
      assertThat(synfin.exitCode()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"scenarios", "analyze -o -"})
  void aReaderThatHasEnoughEndsItQuietly(String command) throws Exception {
    try (var synfin = Synfin.start(words(command))) {
      synfin.stopReading();

      assertThat(synfin.errors()).isEmpty();
      assertThat(synfin.exitCode()).isEqualTo(128 + 13);
    }
  }

  /** A command that reads a file reads the capture. */
  private String[] words(String command) {
    return (command.startsWith("analyze") ? command + " " + pcap : command).split(" ");
  }
}
