package dev.synfin.scenario;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.synfin.scenario.YamlDocument.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Holds a scenario file against its JSON Schema. */
final class ScenarioSchema {
  private static final String RESOURCE = "/dev/synfin/scenario/scenario.schema.json";

  private ScenarioSchema() {}

  /**
   * Checks a file's tree.
   *
   * @throws ScenarioException for the first place where it breaks the schema
   */
  static void check(Tree tree) throws ScenarioException {
    List<Error> errors = Loaded.SCHEMA.validate(tree.json());
    if (!errors.isEmpty()) {
      // the deepest error is the one that says most about a step among many alternatives
      Error first =
          errors.stream()
              .min(Comparator.comparingInt(e -> tree.line(e.getInstanceLocation().toString())))
              .orElseThrow();
      String pointer = first.getInstanceLocation().toString();
      throw new ScenarioException(
          tree.file(),
          tree.line(pointer),
          (pointer.isEmpty() ? "the file" : pointer.substring(1))
              + ": "
              + first.getMessage()
              + ".");
    }
  }

  /** Loaded when the first file is checked: agents of the lab never do. */
  private static final class Loaded {
    static final Schema SCHEMA =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder ->
                    builder.schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .locale(java.util.Locale.ROOT)
                            .build()))
            .getSchema(Objects.requireNonNull(ScenarioSchema.class.getResourceAsStream(RESOURCE)));
  }
}
