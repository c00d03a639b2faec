package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertThat(err.toString()).contains("lissten").doesNotContain("\tat ");
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
        .contains("--vantage=VANTAGE")
        .contains("--meet=DIR")
        .contains("synfin agent tap --help");
  }

  @Test
  void anUnknownScenarioNamesThoseThatThereAre() {
    assertThat(synfin("run", "handshakes")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("synfin: There is no scenario handshakes; there are: handshake, ")
        .hasLineCount(1);
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

  @Test
  void aDurationWithoutAUnitIsWrongUsage() {
    assertThat(synfin("capture", "--for", "10")).isEqualTo(2);
    assertThat(err.toString()).contains("«10» is no duration");
  }

  @Test
  void anInterfaceThatIsNotThereListsThoseThatAre() {
    assertThat(synfin("capture", "-i", "eth77", "-o", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1).contains("eth77");
  }
}
