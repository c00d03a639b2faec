package dev.synfin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import org.junit.jupiter.api.Test;

/** {@code synfin scenarios} as a process that a person starts. */
class ScenariosCommandTest {
  @Test
  void itListsEachWithItsTitle() throws Exception {
    try (var synfin = Synfin.start("scenarios")) {
      var lines = synfin.rest();

      assertThat(lines).hasSameSizeAs(Scenarios.list());
      for (Scenario scenario : Scenarios.list()) {
        assertThat(lines)
            .anyMatch(l -> l.startsWith(scenario.name() + " ") && l.endsWith(scenario.title()));
      }
    }
  }

  @Test
  void oneIsExplainedByWhatItsFileSays() throws Exception {
    Scenarios.Source source = Scenarios.find("fast-retransmit");
    Scenario scenario = Scenarios.read(source, null);
    try (var synfin = Synfin.start("scenarios", "--explain", "fast-retransmit")) {
      String said = String.join("\n", synfin.rest());

      assertThat(said).startsWith(scenario.title() + "\n").contains(scenario.explain().strip());
      source.text().lines().forEach(line -> assertThat(said).contains(line));
      assertThat(synfin.exitCode()).isZero();
    }
  }

  @Test
  void whatIsNoScenarioHasANearestOne() throws Exception {
    try (var synfin = Synfin.start("scenarios", "--explain", "fast-retransmits")) {
      assertThat(synfin.errors()).contains("fast-retransmit");
      assertThat(synfin.exitCode()).isEqualTo(2);
    }
  }
}
