package dev.synfin.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON written as it comes: objects a line each, so that a document need not be held in memory. */
final class JsonOutput {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final OutputStream out;
  private boolean first = true;

  JsonOutput(OutputStream out) {
    this.out = out;
  }

  /** Writes a line that is an object. */
  void line(Fields object) throws IOException {
    value(object.values());
    text("\n");
  }

  /**
   * Begins an object whose last field is an array: the opening is that of an object with these
   * fields.
   */
  void beginArray(Fields before, String name) throws IOException {
    String opening = MAPPER.writeValueAsString(before.values());
    text(opening.substring(0, opening.length() - 1));
    text((before.values().isEmpty() ? "" : ",") + "\"" + name + "\":[\n");
    first = true;
  }

  /** Writes an element of the array. */
  void element(Fields object) throws IOException {
    separate();
    value(object.values());
  }

  /** Puts what keeps it apart from the one before in front of an element. */
  void separate() throws IOException {
    text(first ? "" : ",\n");
    first = false;
  }

  /** Ends the array and the object around it. */
  void endArray() throws IOException {
    text("\n]}");
    first = false;
  }

  void end() throws IOException {
    text("\n");
    out.flush();
  }

  private void value(Object value) throws IOException {
    try {
      MAPPER.writeValue(out, value);
    } catch (JacksonException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
    }
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
