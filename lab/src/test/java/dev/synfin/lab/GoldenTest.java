package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timelines held against stored ones. */
class GoldenTest {
  @TempDir private Path folder;

  @BeforeEach
  void storesThemHere() {
    System.setProperty("synfin.golden", folder.toString());
  }

  @AfterEach
  void noMore() {
    System.clearProperty("synfin.golden");
    System.clearProperty("synfin.updateGolden");
  }

  private void store(String trace) {
    System.setProperty("synfin.updateGolden", "");
    assertThat(Traces.proven(trace)).matchesGolden("echo");
    System.clearProperty("synfin.updateGolden");
  }

  @Test
  void theStoredFormCanBeRead() throws IOException {
    store(Traces.ECHO);

    WireAssertions.assertThat(Files.readString(folder.resolve("echo.wire")))
        .isEqualTo(
            """
            synfin-wire/1
            tcp
            > SYN
            < SYN ACK
            > data 5
            < data 8
            > FIN
            < FIN
            """);
  }

  @Test
  void theSameAndLegalVariantsMatch() {
    store(Traces.ECHO);

    assertThat(Traces.proven(Traces.ECHO)).matchesGolden("echo");
    String threeSegmentClose =
        Traces.ECHO.replaceFirst("(?m)^.*< \\.  9:9.*\\R", "").replace("+0.000100", "+0.050000");
    assertThat(Traces.proven(threeSegmentClose)).matchesGolden("echo");
  }

  @Test
  void aDifferenceIsShownAsOneLadder() {
    store(Traces.ECHO);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(Traces.proven(Traces.RESET)).matchesGolden("echo"))
        .withMessageContaining("but 3 missing, 2 added")
        .withMessageContaining("- │◀─")
        .withMessageContaining("+ ├─ data 5 again")
        .withMessageContaining("  ├─ SYN ─");
  }

  @Test
  void whatIsNotStoredYetSaysHow() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(Traces.proven(Traces.ECHO)).matchesGolden("other"))
        .withMessageContaining("other.wire: run once with -Dsynfin.updateGolden.");
  }

  @Test
  void aNameThatIsAPathIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(Traces.proven(Traces.ECHO)).matchesGolden("../echo"));
  }
}
