package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import dev.synfin.timeline.TraceFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code synfin diff} and {@code synfin check} as processes. */
@Timeout(60)
class ExpectCommandsTest {
  private static final String ECHO =
      """
       0.000000 > S  0:0(0)
      +0.000100 < S. 0:0(0) ack 1
      +0.000100 > .  1:1(0) ack 1
      +0.000100 > P. 1:6(5) ack 1
      +0.000100 < P. 1:9(8) ack 6
      +0.000100 > F. 6:6(0) ack 9
      +0.000100 < F. 9:9(0) ack 7
      +0.000100 > .  7:7(0) ack 10
      """;

  @TempDir private Path folder;

  private Path timeline(String name, String trace) throws IOException {
    Path file = folder.resolve(name);
    Timelines.write(
        Timeline.of(
            List.of(TraceFixture.capture("server", Capture.Vantage.SERVER)),
            List.of(TraceFixture.connection(trace))),
        file);
    return file;
  }

  private static void assertSays(int code, String text, String... args) throws Exception {
    try (var synfin = Synfin.start(args)) {
      String said = String.join("\n", synfin.rest()) + synfin.errors();
      assertThat(said).contains(text);
      assertThat(synfin.process.waitFor()).as(said).isEqualTo(code);
    }
  }

  @Test
  void wiresThatDifferOnlyInTimesAndVariantsAreTheSame() throws Exception {
    String slower =
        ECHO.replace("+0.000100", "+0.040000").replaceFirst("(?m)^.*> \\.  7:7.*\\R", "");

    assertSays(
        0, "", "diff", timeline("a.json", ECHO).toString(), timeline("b.json", slower).toString());
  }

  @Test
  void aDifferenceIsOneLadderAndTheExitCode() throws Exception {
    String longer = ECHO.replace("1:9(8)", "1:10(9)");
    Path a = timeline("a.json", ECHO);
    Path b = timeline("b.json", longer);

    assertSays(1, "- │◀────", "diff", a.toString(), b.toString());
    assertSays(1, "1 missing, 1 added.", "diff", a.toString(), b.toString());
  }

  @Test
  void aStoredNormalFormIsComparedWith() throws Exception {
    Path a = timeline("a.json", ECHO);
    Path stored = folder.resolve("echo.wire");
    try (var synfin = Synfin.start("diff", "--normal-form", a.toString(), a.toString())) {
      Files.write(stored, synfin.rest());
    }

    assertThat(stored).content().startsWith("synfin-wire/1\ntcp\n> SYN\n");
    assertSays(0, "", "diff", stored.toString(), a.toString());
  }

  @Test
  void expectationsThatAreMetAreCounted() throws Exception {
    Path wanted =
        Files.writeString(
            folder.resolve("wanted.yaml"),
            """
            expect:
              connections: 1
              conn_state: SF
            traces:
              - connection: 0
                follows: |
                  > S
                  < S.
                  > F.
            """);

    assertSays(
        0,
        "All 4 expectations are met.",
        "check",
        timeline("a.json", ECHO).toString(),
        wanted.toString());
  }

  @Test
  void oneThatIsNotMetIsShownBelowTheLadder() throws Exception {
    Path wanted =
        Files.writeString(
            folder.resolve("wanted.yaml"),
            """
            traces:
              - exactly: |
                  > S
                  < R.
            """);

    assertSays(
        1,
        "line 2: expected connection 0 is exactly its trace, saw nothing fits its",
        "check",
        timeline("a.json", ECHO).toString(),
        wanted.toString());
  }

  @Test
  void aFileThatExpectsNothingIsRefused() throws Exception {
    Path empty = Files.writeString(folder.resolve("wanted.yaml"), "expect: {}\n");

    assertSays(
        1,
        "line 1: nothing is expected: write expect or traces.",
        "check",
        timeline("a.json", ECHO).toString(),
        empty.toString());
  }

  @Test
  void aNameThatIsUnknownIsNamedWithItsLine() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wanted.yaml"), "expects:\n  connections: 1\n");

    assertSays(
        1,
        "expects is neither expect nor traces.",
        "check",
        timeline("a.json", ECHO).toString(),
        wrong.toString());
  }

  @Test
  void oneArgumentIsTooFew() throws Exception {
    assertSays(2, "B is missing.", "diff", "a.json");
  }
}
