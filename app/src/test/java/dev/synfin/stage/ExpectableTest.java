package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.kernel.Kernel;
import dev.synfin.kernel.SocketState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a scenario's schema lets expect is what there is: it must name it, to tell of typing errors.
 */
class ExpectableTest {
  private static final Pattern FINDING = Pattern.compile("\n +\"([a-z-]+)\",\n +Severity");

  private static JsonNode schema() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ExpectableTest.class.getResourceAsStream(
                "/dev/synfin/scenario/scenario.schema.json"))) {
      return JsonMapper.shared().readTree(in);
    }
  }

  private static Iterable<String> names(String pointer) throws IOException {
    return schema().at(pointer).path("enum").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void everyCounterThatIsSampledCanBeExpected() throws IOException {
    var counted = Kernel.ofThisNamespace().view(new Kernel.Choice.All()).counters().keySet();

    assertThat(names("/$defs/kernel/properties/counters/propertyNames")).containsAll(counted);
  }

  @Test
  void theCountersThatMatterAreAmongThem() throws IOException {
    assertThat(Kernel.ofThisNamespace().view(new Kernel.Choice.All()).counters())
        .containsKeys(
            "ListenOverflows",
            "ListenDrops",
            "SyncookiesSent",
            "TCPTimeouts",
            "TCPLossProbes",
            "TCPFastRetrans",
            "TCPSackRecovery",
            "TCPAbortOnData");
  }

  @Test
  void everyStateThatCanBeExpectedIsOneOfTheKernels() throws IOException {
    var states = Stream.of(SocketState.values()).map(SocketState::name).toList();

    assertThat(states).containsAll(names("/$defs/kernel/properties/states/propertyNames"));
  }

  @Test
  void everyFindingCanBeExpectedAndNoOther() throws IOException {
    try (var sources = Files.list(Path.of("src/main/java/dev/synfin/diagnose"))) {
      var ids = sources.map(ExpectableTest::text).flatMap(ExpectableTest::ids).toList();

      assertThat(names("/$defs/finding")).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Stream<String> ids(String source) {
    return FINDING.matcher(source).results().map(r -> r.group(1));
  }
}
