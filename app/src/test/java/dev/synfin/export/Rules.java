package dev.synfin.export;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What a format's published rules say against a document. */
final class Rules {
  private Rules() {}

  static List<String> faults(String schema, String document) throws IOException {
    try (var in = Objects.requireNonNull(Rules.class.getResourceAsStream(schema))) {
      String rules = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(rules, InputFormat.JSON)
          .validate(document, InputFormat.JSON)
          .stream()
          .map(Object::toString)
          .toList();
    }
  }
}
