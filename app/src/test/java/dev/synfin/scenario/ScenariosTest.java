package dev.synfin.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.scenario.FaultRule.Segment;
import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.scenario.Scenarios.Source;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
  private static final String SMALL =
      """
      name: mine
      title: A connection
      variables: {backlog: 3}
      variants:
        quick: {options: {timeout: 2s}}
        deep: {variables: {backlog: 7}, sysctls: {server: {net.ipv4.tcp_syncookies: 0}}}
      faults:
        - drop: {from: client, segment: syn-ack, nth: 2, count: all}
      server:
        - listen: {backlog: "${backlog}"}
        - accept
        - close
      client:
        - connect
        - close
      expect:
        conn_state: SF
      """;

  private static Scenario read(String text) throws ScenarioException {
    return Scenarios.read(new Source("mine.yaml", text), null);
  }

  static Stream<String> names() throws IOException {
    return Scenarios.list().stream().map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachOfOursIsNamedAsItsFileAndTeachesAndExpects(String name) throws IOException {
    Source source = Scenarios.find(name);

    Scenario scenario = Scenarios.read(source, null);

    assertThat(source.name()).isEqualTo(scenario.name() + ".yaml");
    assertThat(scenario.title()).isNotBlank();
    assertThat(scenario.explain()).hasSizeGreaterThan(100);
    assertThat(scenario.client()).isNotEmpty();
  }

  @Test
  void theIndexListsEveryFile() throws Exception {
    var folder = Path.of(Scenarios.class.getResource("/scenarios/index.txt").toURI()).getParent();
    try (var files = Files.list(folder)) {
      assertThat(names())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(f -> f.getFileName().toString())
                  .filter(f -> f.endsWith(".yaml"))
                  .map(f -> f.replace(".yaml", ""))
                  .toList());
    }
  }

  @Test
  void theFirstVariantIsTakenWhereNoneIsNamed() throws IOException {
    Scenario scenario = read(SMALL);

    assertThat(scenario.variant()).isEqualTo("quick");
    assertThat(scenario.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(scenario.server().getFirst()).isEqualTo(new Step.Listen(10, 3, true, null));
  }

  @Test
  void aVariantBringsItsOwnVariablesAndKernelSettings() throws IOException {
    Scenario scenario = Scenarios.read(new Source("mine.yaml", SMALL), "deep");

    assertThat(scenario.server().getFirst()).isEqualTo(new Step.Listen(10, 7, true, null));
    assertThat(scenario.sysctls())
        .isEqualTo(Map.of("server", Map.of("net.ipv4.tcp_syncookies", "0")));
    assertThat(scenario.timeout()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void anUnknownVariantNamesThoseThatThereAre() {
    assertThatThrownBy(() -> Scenarios.read(new Source("mine.yaml", SMALL), "slow"))
        .hasMessage("mine.yaml has no variant slow; it has: quick, deep.");
  }

  @Test
  void faultsAndStagesAreRead() throws IOException {
    Scenario scenario = read(SMALL.replace("faults:", "stages: [compose]\nfaults:"));

    assertThat(scenario.stages()).containsExactly(StageKind.COMPOSE);
    assertThat(scenario.faults())
        .containsExactly(new FaultRule(9, Side.CLIENT, Segment.SYN_ACK, 2, FaultRule.ALL));
    assertThat(scenario.faults().getFirst().sentence())
        .isEqualTo("drop from number 2 on the client's SYN+ACKs");
  }

  @Test
  void aMisspelledStepIsNamedWithItsLine() {
    assertThatThrownBy(() -> read(SMALL.replace("  - accept\n", "  - acept\n")))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("mine.yaml, line 11: server/1")
        .hasMessageContaining("accept");
  }

  @Test
  void anUnknownFieldIsNamedWithItsLine() {
    assertThatThrownBy(() -> read(SMALL.replace("client:\n", "klient:\n")))
        .hasMessageContaining("mine.yaml, line ")
        .hasMessageContaining("client");
  }

  @Test
  void anUnknownExpectationIsNamedWithItsLine() {
    assertThatThrownBy(() -> read(SMALL.replace("conn_state: SF", "con_state: SF")))
        .hasMessage("mine.yaml, line 17: nothing is known as con_state.");
  }

  @Test
  void aVariableWithoutAValueIsNamedWithItsLine() {
    assertThatThrownBy(() -> read(SMALL.replace("${backlog}", "${depth}")))
        .hasMessage("mine.yaml, line 10: the variable depth has no value under variables.");
  }

  @Test
  void whatIsNotYamlIsSaidWithItsLine() {
    assertThatThrownBy(() -> read("name: x\ntitle: [\n"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("mine.yaml, line ")
        .hasMessageContaining("not YAML");
  }

  @Test
  void anUnknownNameListsThoseThatThereAre() {
    assertThatThrownBy(() -> Scenarios.find("handshakes"))
        .hasMessageContaining("There is no scenario handshakes; there are: handshake, ")
        .hasMessageContaining("./mine.yaml");
  }

  @Test
  void aFileOfTheUsersIsFoundByItsPath(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), SMALL);

    assertThat(Scenarios.read(Scenarios.find(file.toString()), null).name()).isEqualTo("mine");
    assertThatThrownBy(() -> Scenarios.find(folder + "/other.yaml"))
        .hasMessage("There is no scenario file " + folder + "/other.yaml.");
  }
}
