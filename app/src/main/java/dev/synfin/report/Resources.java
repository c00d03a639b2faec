package dev.synfin.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The parts of the page, as they lie in the jar. */
final class Resources {
  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  private Resources() {}

  /** The text of one part. */
  static String text(String name) throws IOException {
    String known = READ.get(name);
    if (known != null) {
      return known;
    }
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(
            "The jar lacks "
                + name
                + ", a part of the report: it was not built by ./mvnw package.");
      }
      String text = new String(in.readAllBytes(), UTF_8);
      READ.put(name, text);
      return text;
    }
  }
}
