package dev.synfin.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What findings can be called. */
class FindingIdsTest {
  @Test
  void aScenarioMayExpectEachOfThem() throws IOException {
    try (var in = Scenarios.class.getResourceAsStream("scenario.schema.json")) {
      List<String> expectable =
          JsonMapper.shared()
              .readTree(in)
              .at("/$defs/finding/enum")
              .valueStream()
              .map(id -> id.asString())
              .toList();

      assertThat(Diagnosis.ids()).containsExactlyElementsOf(expectable);
    }
  }

  /** Each is made in one class, by a name that stands there. */
  @Test
  void eachIsMadeSomewhere() throws IOException {
    var text = new StringBuilder();
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/synfin/diagnose"))) {
      for (Path source : sources.filter(s -> !s.endsWith("Diagnosis.java")).toList()) {
        text.append(Files.readString(source));
      }
    }
    assertThat(Diagnosis.ids()).allMatch(id -> text.indexOf('"' + id + '"') >= 0);
  }
}
