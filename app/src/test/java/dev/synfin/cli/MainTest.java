package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets one clear sentence and the right exit code. */
class MainTest {
  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  private int synfin(String... arguments) {
    Main.Called called = Main.called(arguments);
    called.command().setErr(new PrintWriter(err, true));
    return called.execute();
  }

  @Test
  void withoutACommandItSaysWhatIsMissing() {
    assertThat(synfin()).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("synfin: A command is missing, such as: synfin run handshake")
        .doesNotContain("\tat ");
  }

  @Test
  void anUnknownCommandIsWrongUsage() {
    assertThat(synfin("lissten")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("synfin: There is no command «lissten»; there are: run, scenarios, ")
        .contains("Try: synfin --help")
        .doesNotContain("conduct")
        .doesNotContain("\tat ");
  }

  @Test
  void aCommandCalledWronglyNamesItsOwnHelp() {
    assertThat(synfin("show")).isEqualTo(2);
    assertThat(err.toString()).contains("TIMELINE").contains("synfin show --help");
  }

  @Test
  void anAgentNeedsARole() {
    assertThat(synfin("agent")).isEqualTo(2);
    assertThat(err.toString()).startsWith("synfin: Which agent? tap, setup or program.");
  }

  @Test
  void aTapNeedsAVantageAndAPlaceToMeet() {
    assertThat(synfin("agent", "tap")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--vantage")
        .contains("--meet")
        .contains("synfin agent tap --help");
  }

  @Test
  void helpIsWhatManyProgramsTakeForIt() {
    assertThat(Main.called("help").arguments()).containsExactly("--help");
    assertThat(Main.called("help", "run").command().getCommandName()).isEqualTo("synfin run");
    assertThat(Main.called("help", "run").arguments()).containsExactly("--help");
    assertThat(synfin("help", "lissten")).isEqualTo(2);
    assertThat(err.toString()).startsWith("synfin: There is no command «lissten»; ");
  }

  @Test
  void anUnknownScenarioNamesThoseThatThereAre() {
    assertThat(synfin("run", "handshakes")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "synfin: There is no scenario handshakes; did you mean handshake? There are: handshake, ")
        .hasLineCount(1);
  }

  @Test
  void anArgumentTooManyIsWrongUsage() {
    assertThat(synfin("show", "a.json", "b.json")).isEqualTo(2);
    assertThat(err.toString()).startsWith("synfin: «b.json» is one argument too many.");
  }

  @Test
  void whatAnOptionMayBeIsToldAsOneTypesIt() {
    assertThat(synfin("analyze", "a.pcap", "--format", "xml")).isEqualTo(2);
    assertThat(err.toString()).startsWith("synfin: --format is json or jsonl, not «xml».");
  }

  @Test
  void aBacklogBelowNothingIsWrongUsage() {
    assertThat(synfin("serve", "--backlog", "-1")).isEqualTo(2);
    assertThat(err.toString()).startsWith("synfin: --backlog is at least 0.");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() throws IOException {
    Path out = folder.resolve("no/such/a.json");

    assertThat(synfin("analyze", capture().toString(), "-o", out.toString())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("synfin: " + out + " cannot be written: there is no folder " + out.getParent())
        .hasLineCount(1);
  }

  @Test
  void aTimelineNeverReplacesItsCapture() throws IOException {
    Path capture = capture();

    assertThat(synfin("analyze", capture.toString(), "-o", capture.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("would replace the capture");
    assertThat(capture).hasSize(24);
  }

  /** A capture file without a frame. */
  private Path capture() throws IOException {
    var header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
    return Files.write(folder.resolve("a.pcap"), header.putInt(65_535).putInt(1).array());
  }

  @Test
  void aMissingCaptureFileIsNamed() {
    assertThat(synfin("analyze", folder + "/no.pcap")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("synfin: There is no file " + folder + "/no.pcap.");
  }

  @Test
  void aFileThatIsNoCaptureIsCalledSo() throws IOException {
    Path file = Files.writeString(folder.resolve("a.pcap"), "hello, I am text");

    assertThat(synfin("analyze", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("a.pcap is no capture file").hasLineCount(1);
  }

  @Test
  void aFileThatIsNoTimelineIsCalledSo() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "{\"hello\": 1}");

    assertThat(synfin("show", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("a.json").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "capture --for 10 | --for: «10» is no duration: write it as 200ms, 2s or 1m.",
        "capture --for | --for needs a value: DURATION.",
        "capture --vantage x | --vantage is client, server, network or loopback, not «x».",
        "capture --count many | --count is a whole number, not «many».",
        "connect | HOST is missing.",
        "connect localhost http | PORT is a whole number, not «http».",
        "analyze --formt json a.pcap | There is no option «--formt»; did you mean --format?",
        "analyze --format xml a.pcap | --format is json or jsonl, not «xml».",
        "analyze --payload-bytes x a.pcap | --payload-bytes is a whole number, not «x».",
        "analyze --payload-bytes -1 a.pcap | --payload-bytes is at least 0.",
        "analyze --max-connections 0 a.pcap | --max-connections is at least 1.",
        "analyze --idle-timeout 5 a.pcap | --idle-timeout: «5» is no duration: write it as 200ms, 2s or 1m.",
        "analyze a.pcap b.pcap | «b.pcap» is one argument too many.",
        "show --stream x a.json | --stream is a whole number, not «x».",
        "show --strem 1 a.json | There is no option «--strem»; did you mean --stream?",
        "run --wrong | There is no option «--wrong».",
      })
  void wrongUsageIsToldInASentence(String command, String sentence) {
    assertThat(synfin(command.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines()).first().isEqualTo("synfin: " + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"analyze", "show", "capture", "run", "diff"})
  void eachCommandKnowsItsVersionAndItsHelp(String command) {
    var out = new StringWriter();
    for (String option : new String[] {"--version", "-h"}) {
      Main.Called called = Main.called(command, option);
      called.command().setOut(new PrintWriter(out, true));
      assertThat(called.execute()).isZero();
    }
    assertThat(out.toString())
        .startsWith("synfin development")
        .contains("Usage: synfin " + command + " [-h")
        .contains("-V, --version");
  }

  @Test
  void aFormIsNamedInAnyCase() throws IOException {
    Path file = Files.writeString(folder.resolve("a.pcap"), "no capture");

    assertThat(synfin("analyze", "--format", "JSONL", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("is no capture file");
  }

  @Test
  void anInterfaceThatIsNotThereListsThoseThatAre() {
    assertThat(synfin("capture", "-i", "eth77", "-o", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1).contains("eth77");
  }
}
