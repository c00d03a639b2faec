package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.lab.WireAssertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** What stays of tests that fail and of tests that pass. */
@Timeout(180)
class KeepWireIT {
  @TempDir private Path folder;

  @BeforeEach
  void keepsThemHere() {
    System.setProperty("synfin.wire", folder.toString());
  }

  @AfterEach
  void noMore() {
    System.clearProperty("synfin.wire");
  }

  private static Events run(String method) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Kept.class, method))
        .execute()
        .testEvents();
  }

  private Path kept(String test) {
    return folder.resolve("dev.synfin.lab.KeepWireIT.Kept").resolve(test);
  }

  private static String content(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aTestThatFailsKeepsItsCaptureWithoutPayload() throws IOException {
    run("fails").assertStatistics(stats -> stats.failed(1));

    Path kept = kept("fails");
    assertThat(kept.resolve("ladder.txt")).content().contains("├─ SYN seq 0");
    assertThat(kept.resolve("report.html")).content().contains("class=\"timeline\"");
    assertThat(Timelines.read(kept.resolve("timeline.json"))).hasConnections(1);
    assertThat(content(kept.resolve("capture.pcap"))).doesNotContain("secret");
    assertThat(content(kept.resolve("timeline.json"))).doesNotContain("secret");
  }

  @Test
  void aFailureNamesWhereItsCaptureIs() {
    run("fails")
        .failed()
        .assertEventsMatchExactly(
            org.junit.platform.testkit.engine.EventConditions.finishedWithFailure(
                org.junit.platform.testkit.engine.TestExecutionResultConditions.message(
                    text -> text.contains(kept("fails/asserted").toString()))));
  }

  @Test
  void whatGoesBeforeAndAfterATestIsKeptWithIt() throws IOException {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Kept.Around.class, "fails"))
        .execute()
        .testEvents()
        .assertStatistics(stats -> stats.failed(1));

    Path around = folder.resolve("dev.synfin.lab.KeepWireIT.Kept.Around/fails");
    assertThat(Timelines.read(around.resolve("timeline.json")).connections()).hasSize(3);
    assertThat(around.resolve("asserted/ladder.txt")).content().contains("No connection");
  }

  @Test
  void aTestThatPassesLeavesNothing() throws IOException {
    run("passes").assertStatistics(stats -> stats.succeeded(1));

    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aFailureThatIsCaughtIsNoFailureAndLeavesNothing() throws IOException {
    run("expectsAFailure").assertStatistics(stats -> stats.succeeded(1));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void eachFailedAssertionOfATestKeepsItsOwn() throws IOException {
    run("failsTwice").assertStatistics(stats -> stats.failed(1));

    assertThat(kept("failsTwice/asserted/ladder.txt")).content().contains("SYN seq 0");
    assertThat(kept("failsTwice/asserted-2/ladder.txt")).content().contains("No connection");
  }

  @Test
  void aTapOfTheTestAloneIsKeptInWhateverOrderTheExtensionsStand() throws IOException {
    try (var other = WireTap.onLoopback().named("other")) {
      other.start(); // a class beside this one has a tap of its own, which goes on
      for (Class<?> type : List.of(KeptBefore.class, KeptAfter.class)) {
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(type, "fails"))
            .execute()
            .testEvents()
            .assertStatistics(stats -> stats.failed(1));

        Path kept = folder.resolve(type.getName().replace('$', '.')).resolve("fails");
        assertThat(Timelines.read(kept.resolve("timeline.json")).captures())
            .extracting(Capture::id)
            .contains("mine", "other");
        assertThat(kept.resolve("mine.pcap")).exists();
      }
    }
  }

  @Test
  void testsThatRunInParallelKeepEachItsOwn() throws IOException {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Parallel.class))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "3")
        .execute()
        .testEvents()
        .assertStatistics(stats -> stats.failed(3));

    Path all = folder.resolve("dev.synfin.lab.KeepWireIT.Parallel");
    for (var test : Map.of("one", 1, "two", 2, "three", 3).entrySet()) {
      Path asserted = all.resolve(test.getKey()).resolve("asserted/timeline.json");
      assertThat(Timelines.read(asserted)).hasConnections(test.getValue());
    }
  }

  @Test
  void aTapThatAnotherClassHasStoppedMeanwhileFailsNobody() {
    WireTap stopped = WireTap.onLoopback();
    RunningTaps.add(stopped);
    try {
      run("alwaysKeeps").assertStatistics(stats -> stats.succeeded(1));
    } finally {
      RunningTaps.remove(stopped);
    }
  }

  @Test
  void aTestMayAlwaysKeepEverything() throws IOException {
    run("alwaysKeeps").assertStatistics(stats -> stats.succeeded(1));

    Path kept = kept("alwaysKeeps/capture.pcap");
    assertThat(content(kept)).contains("secret");
  }

  /** What is run here. */
  @Testcontainers
  @KeepWire
  static class Kept {
    @Container
    static final GenericContainer<?> redis =
        new GenericContainer<>(Images.REDIS).withExposedPorts(6379);

    @Container static final WireTap tap = WireTap.on(redis).port(6379);

    private static void tell() throws IOException {
      try (var client = new Socket(tap.address().getAddress(), 6379)) {
        client.getOutputStream().write("ECHO secret\r\n".getBytes(StandardCharsets.US_ASCII));
        client.getInputStream().readNBytes(5);
      }
    }

    @Test
    void fails() throws IOException {
      tell();
      assertThat(tap.timeline()).hasConnections(7);
    }

    @Test
    void expectsAFailure() throws IOException {
      tell();
      assertThatThrownBy(() -> assertThat(tap.timeline()).hasConnections(7))
          .hasMessageContaining("expectsAFailure");
    }

    @Test
    void failsTwice() throws IOException {
      tell();
      assertThatThrownBy(() -> assertThat(tap.timeline()).hasConnections(7)).isNotNull();
      assertThat(tap.timelineOf(() -> {})).hasConnections(7);
    }

    @Test
    void passes() throws IOException {
      tell();
      assertThat(tap).isComplete();
    }

    @Test
    @KeepWire(always = true, keepPayload = true)
    void alwaysKeeps() throws IOException {
      tell();
    }

    /** It is kept as its enclosing class says. */
    @Nested
    class Around {
      @BeforeEach
      void before() throws IOException {
        tell();
      }

      @AfterEach
      void after() throws IOException {
        tell();
      }

      @Test
      void fails() throws IOException {
        tell();
        assertThat(tap.timelineOf(() -> {})).hasConnections(7);
      }
    }
  }

  /**
   * Tests that run at once, each on taps of its own; each opens as many connections as no other.
   */
  @Testcontainers
  @KeepWire
  @Execution(ExecutionMode.CONCURRENT)
  static class Parallel {
    @Container
    private final GenericContainer<?> redis =
        new GenericContainer<>(Images.REDIS).withExposedPorts(6379);

    @Container private final WireTap tap = WireTap.on(redis).port(6379);

    private void opens(int connections) throws IOException {
      for (int i = 0; i < connections; i++) {
        new Socket(tap.address().getAddress(), 6379).close();
      }
      assertThat(tap.timeline()).hasConnections(7);
    }

    @Test
    void one() throws IOException {
      opens(1);
    }

    @Test
    void two() throws IOException {
      opens(2);
    }

    @Test
    void three() throws IOException {
      opens(3);
    }
  }

  /** A tap for each test, which keeps them before containers are ended. */
  @KeepWire
  @Testcontainers
  static class KeptBefore extends TapOfItsOwn {}

  /** And after. */
  @Testcontainers
  @KeepWire
  static class KeptAfter extends TapOfItsOwn {}

  /** What both do. */
  abstract static class TapOfItsOwn {
    @Container
    private final GenericContainer<?> redis =
        new GenericContainer<>(Images.REDIS).withExposedPorts(6379);

    @Container private final WireTap tap = WireTap.on(redis).port(6379).named("mine");

    @Test
    void fails() throws IOException {
      new Socket(tap.address().getAddress(), 6379).close();
      assertThat(tap.timeline()).hasConnections(7);
    }
  }
}
