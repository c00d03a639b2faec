package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.lab.WireAssertions.assertThatIllegalStateException;

import com.github.dockerjava.api.DockerClient;
import dev.synfin.stage.TapRecordReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** How taps come and go. */
@Timeout(120)
class TapLifeIT {
  /** As many a module of Testcontainers has its own class. */
  private static final class Redis extends GenericContainer<Redis> {
    Redis() {
      super(Images.REDIS);
      withExposedPorts(6379);
    }
  }

  private static Redis redis() {
    return new Redis();
  }

  @Test
  void whatSomethingElseStartedIsTappedByItsId() {
    try (var target = redis()) {
      target.start();
      try (var tap = WireTap.onContainer(target.getContainerId())) {
        tap.start();

        assertThat(tap.address().getPort()).isEqualTo(6379);
        assertThat(tap).isComplete();
      }
      assertThat(target.isRunning()).isTrue();
    }
  }

  @Test
  void withoutTheRightToCaptureATapSaysSo() {
    DockerClient client = Engine.client();
    var place =
        new Place("nothing", "none", List.of(), java.util.Set.of(), java.util.Set.of(), Map.of());
    var session = new TapSession(place, "nothing", null, UnaryOperator.identity());
    try (var tap =
        TapContainer.start(
            client,
            TapImage.present(client),
            TapContainer.confined("none"),
            List.of("synfin", "agent", "tap-stream", "--interface", "lo"),
            new TapRecordReader(session::accept),
            session::ended)) {
      assertThat(tap).isNotNull();
      assertThatIllegalStateException()
          .isThrownBy(session::awaitBegin)
          .withMessageStartingWith(
              "The tap of nothing could not start: No right to capture: the engine gave");
    }
  }

  @Test
  void theTapOfAKilledProcessIsGoneAfterTheNextStart() throws IOException, InterruptedException {
    try (var target = redis()) {
      target.start();
      Process killed =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Killed.class.getName(),
                  target.getContainerId())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String tap = killed.inputReader().readLine();
      killed.destroyForcibly().waitFor();

      Owner.sweep(DockerClientFactory.instance().client());

      assertThat(tap).isNotNull();
      assertThat(of(killed.pid())).isEmpty();
    }
  }

  /** A run of tests that is killed while its tap runs. */
  static final class Killed {
    private Killed() {}

    /** Says so when it taps. */
    public static void main(String[] target) throws IOException {
      WireTap.onContainer(target[0]).start();
      System.out.println("taps with " + of(ProcessHandle.current().pid()).getFirst());
      System.in.read();
    }
  }

  private static List<String> of(long pid) {
    return DockerClientFactory.instance()
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(Owner.PID + "=" + pid))
        .exec()
        .stream()
        .map(container -> container.getId())
        .toList();
  }

  @Test
  void aTargetThatStopsLeavesACaptureThatIsNotComplete() {
    try (var target = redis();
        var tap = WireTap.on(target).port(6379)) {
      tap.start();
      assertThat(target.isRunning()).isTrue();
      assertThat(tap).isComplete();

      target.stop();

      assertThat(tap.timeline().complete()).isFalse();
      assertThat(tap.timeline().captures().getFirst().reason()).isEqualTo("interface gone");
    }
  }

  @Test
  void aTapCanBeStartedAgain() {
    try (var target = redis();
        var tap = WireTap.on(target).port(6379)) {
      tap.start();
      tap.stop();
      tap.start();

      assertThat(tap).isComplete();
    }
  }

  @Test
  void nothingOfATapIsLeftWhenItHasStopped() {
    try (var target = redis();
        var first = WireTap.on(target);
        var tap = WireTap.on(target)) {
      first.start(); // with it what all taps of this process share is there
      List<String> before = owned();

      tap.start();
      assertThat(owned()).hasSizeGreaterThan(before.size());
      tap.stop();

      assertThat(before).containsAll(owned());
    }
  }

  @Test
  void whatAKilledRunLeftIsSwept() {
    DockerClient client = DockerClientFactory.instance().client();
    String dead = left(client, Map.of(Owner.PID, "4194303"));
    String alive = left(client, Map.of());
    try {
      Owner.sweep(client);

      assertThat(owned()).doesNotContain(dead).contains(alive);
    } finally {
      Owner.remove(client, alive);
    }
  }

  private static String left(DockerClient client, Map<String, String> otherLabels) {
    var labels = new java.util.HashMap<>(Owner.labels());
    labels.putAll(otherLabels);
    return client
        .createContainerCmd(Images.REDIS.asCanonicalNameString())
        .withLabels(labels)
        .exec()
        .getId();
  }

  @Test
  void aTargetThatDoesNotRunIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> WireTap.onContainer("synfin-no-such-container").start())
        .withMessage("There is no container synfin-no-such-container to tap.");
  }

  @Test
  void aTapThatWasNotStartedSaysSo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> WireTap.onLoopback().timeline())
        .withMessage("The tap has not been started: annotate it with @Container, or call start().");
  }

  @Test
  void aFilterThatIsNoneIsQuoted() {
    try (var target = redis();
        var tap = WireTap.on(target).filter("port redis or")) {
      assertThatIllegalStateException()
          .isThrownBy(tap::start)
          .withMessageContaining("could not start: ")
          .withMessageContaining("port redis or");
    }
  }

  @Test
  void withoutItsImageATapSaysWhatToDo() throws IOException {
    System.setProperty("synfin.tap", "synfin/tap:none");
    System.setProperty("synfin.build", "never");
    try (var target = redis();
        var tap = WireTap.on(target)) {
      assertThatIllegalStateException()
          .isThrownBy(tap::start)
          .withMessageStartingWith(
              "The image synfin/tap:none is not there, and synfin.build=never forbids to build it"
                  + " here: build it with docker/lab image");
    } finally {
      System.clearProperty("synfin.tap");
      System.clearProperty("synfin.build");
    }
  }

  private static List<String> owned() {
    return DockerClientFactory.instance()
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(Owner.HOST))
        .exec()
        .stream()
        .map(container -> container.getId())
        .toList();
  }
}
