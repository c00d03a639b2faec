package dev.synfin.timeline;

import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/** The format's conventions, told to Jackson: names, moments, what is ignored when reading. */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new EnumNames())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
          .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .addModule(
              new SimpleModule("moments")
                  .addSerializer(new MomentWriter())
                  .addDeserializer(Instant.class, new MomentReader()))
          .build();

  private Json() {}

  /** A record as a tree, to which fields can be added. */
  static ObjectNode tree(Object record) {
    return MAPPER.valueToTree(record);
  }

  /** Writes one line. */
  static void writeLine(ObjectNode tree, LineBuffer line) {
    var octets = MAPPER.writeValueAsBytes(tree);
    line.octets(octets, 0, octets.length).endLine();
  }

  /** Gives Jackson the documents' names of all constants, for writing, reading and keys. */
  private static final class EnumNames extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public String[] findEnumValues(
        MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
      var chosen = names.clone();
      for (var i = 0; i < constants.length; i++) {
        chosen[i] = Names.of(constants[i]);
      }
      return chosen;
    }
  }

  private static final class MomentWriter extends StdSerializer<Instant> {
    MomentWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
      out.writeString(MomentText.of(value));
    }
  }

  private static final class MomentReader extends StdDeserializer<Instant> {
    MomentReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) {
      try {
        return Instant.parse(in.getString());
      } catch (DateTimeException e) {
        return (Instant)
            context.handleWeirdStringValue(Instant.class, in.getString(), "no RFC 3339 moment");
      }
    }
  }
}
