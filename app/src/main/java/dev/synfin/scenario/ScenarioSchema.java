package dev.synfin.scenario;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.synfin.scenario.YamlDocument.Tree;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds a scenario file against its JSON Schema. */
final class ScenarioSchema {
  private static final String RESOURCE = "/dev/synfin/scenario/scenario.schema.json";

  private ScenarioSchema() {}

  /**
   * Checks a file's tree.
   *
   * @throws ScenarioException for one line that breaks the schema, the first that says most
   */
  static void check(Tree tree) throws ScenarioException {
    var first =
        Loaded.SCHEMA.validate(tree.json()).stream()
            .map(error -> complaint(error))
            .min(
                Comparator.comparing(SchemaComplaint::missing)
                    .thenComparingInt(complaint -> tree.line(complaint.pointer())));
    if (first.isPresent()) {
      String pointer = first.get().pointer();
      throw new ScenarioException(tree.file(), tree.line(pointer), first.get().sentence());
    }
  }

  private static SchemaComplaint complaint(Error error) {
    return SchemaComplaint.of(error, Loaded.DOCUMENT);
  }

  /** Loaded when the first file is checked: agents of the lab never do. */
  private static final class Loaded {
    static final JsonNode DOCUMENT = read();
    static final Schema SCHEMA =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder ->
                    builder.schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ROOT)
                            .build()))
            .getSchema(DOCUMENT);

    private static JsonNode read() {
      try (InputStream in =
          Objects.requireNonNull(ScenarioSchema.class.getResourceAsStream(RESOURCE))) {
        return JsonMapper.shared().readTree(in);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
