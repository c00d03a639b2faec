package dev.synfin.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Holds every document that a test writes against the schema that the jar ships. */
public final class TimelineSchema {
  private static final JsonNode SCHEMA = shipped("timeline.schema.json");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema DOCUMENT = REGISTRY.getSchema(SCHEMA);
  private static final Schema SOCKETS = REGISTRY.getSchema(shipped("sockets.schema.json"));
  private static final Schema LINE = REGISTRY.getSchema(lineSchema());

  private TimelineSchema() {}

  /** Writes the timeline and fails where the document breaks the schema; returns the document. */
  public static String assertValid(Timeline timeline) {
    var out = new ByteArrayOutputStream();
    try {
      Timelines.write(timeline, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var document = out.toString(UTF_8);
    assertThat(faults(document)).isEmpty();
    return document;
  }

  /** Fails where a written document breaks the schema. */
  public static void assertValid(Path document) throws IOException {
    assertThat(faults(Files.readString(document))).as(document.toString()).isEmpty();
  }

  /** Fails where a line breaks the schema, or the whole is no timeline; returns the timeline. */
  public static Timeline assertValidLines(String lines) {
    assertThat(lines.lines()).allSatisfy(line -> assertThat(lineFaults(line)).isEmpty());
    try {
      return Timelines.read(new ByteArrayInputStream(lines.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the schema says against a document. */
  public static List<String> faults(String document) {
    return DOCUMENT.validate(document, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /** What the schema says against one line of JSON Lines. */
  public static List<String> lineFaults(String line) {
    return LINE.validate(line, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /** What the schema of {@code synfin sockets --format json} says against one line of it. */
  public static List<String> socketsFaults(String line) {
    return SOCKETS.validate(line, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static JsonNode lineSchema() {
    var schema = Json.MAPPER.createObjectNode();
    schema.put("$ref", "#/$defs/line").set("$defs", SCHEMA.path("$defs"));
    return schema;
  }

  private static JsonNode shipped(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            TimelineSchema.class.getResourceAsStream("/dev/synfin/timeline/" + name))) {
      return Json.MAPPER.readTree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
