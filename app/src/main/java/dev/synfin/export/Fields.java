package dev.synfin.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object in their order; what is not known is left out. */
final class Fields {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Fields() {}

  static Fields of(String name, @Nullable Object value) {
    return new Fields().and(name, value);
  }

  Fields and(String name, @Nullable Object value) {
    if (value instanceof Fields fields) {
      values.put(name, fields.values);
    } else if (value != null) {
      values.put(name, value);
    }
    return this;
  }

  Map<String, Object> values() {
    return values;
  }
}
