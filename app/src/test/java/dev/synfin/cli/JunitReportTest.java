package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The XML that build servers read. */
class JunitReportTest {
  @TempDir private Path folder;

  private static Played played(Result result, @Nullable String reason, Expectation... seen) {
    var verdict =
        new ScenarioResult("mine", "Mine", "loopback", null, result, reason, List.of(seen));
    return new Played(
        Timeline.of(List.of(), List.of()).withScenario(verdict), Duration.ofMillis(1_234));
  }

  private Element written(Played... runs) throws Exception {
    Path file = folder.resolve("junit.xml");
    new JunitReport(List.of(runs)).write(file);
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    return document.getDocumentElement();
  }

  private static Element only(Element parent, String name) {
    assertThat(parent.getElementsByTagName(name).getLength()).as(name).isEqualTo(1);
    return (Element) parent.getElementsByTagName(name).item(0);
  }

  @Test
  void eachResultIsCountedAndTold() throws Exception {
    Element suite =
        written(
            played(Result.PASSED, null),
            played(Result.SKIPPED, "this kernel has no sch_netem"),
            played(Result.FAILED, null, new Expectation("conn_state: SF", "S0", false, 7)),
            played(Result.ERROR, "no right to capture"));

    assertThat(suite.getAttribute("tests")).isEqualTo("4");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(only(suite, "skipped").getAttribute("message"))
        .isEqualTo("this kernel has no sch_netem");
    assertThat(only(suite, "failure").getAttribute("message"))
        .isEqualTo("line 7: expected conn_state: SF, saw S0");
    assertThat(only(suite, "failure").getTextContent())
        .as("as the terminal has it")
        .contains("✗ failed: 0 of 1 expectation met", "expected conn_state: SF, saw S0");
    assertThat(only(suite, "error").getAttribute("message")).isEqualTo("no right to capture");
    assertThat(suite.getElementsByTagName("testcase").item(3).getAttributes())
        .extracting(a -> a.getNamedItem("name").getNodeValue())
        .isEqualTo("mine, run 4");
  }

  @Test
  void whatNoXmlMayHoldIsReplaced() throws Exception {
    var seen = new Expectation("to receive «hello»", "«\u0000\u001b[31m\uFFFF & <é𝄞>»", false, 7);

    Element suite = written(played(Result.FAILED, null, seen));

    assertThat(only(suite, "failure").getAttribute("message"))
        .endsWith("saw «\uFFFD\uFFFD[31m\uFFFD & <é𝄞>»");
  }

  @Test
  void aFolderIsNoReport() throws IOException {
    Path file = Files.createDirectory(folder.resolve("junit.xml"));

    assertThatThrownBy(() -> OutputFile.require(file)).hasMessageContaining("is a folder");
  }
}
