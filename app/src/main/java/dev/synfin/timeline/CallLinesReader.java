package dev.synfin.timeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** Reads a log of socket calls: one {@code call} event a line. */
final class CallLinesReader {
  private CallLinesReader() {}

  /**
   * Reads the whole log.
   *
   * @throws TimelineException if a line is no call, naming the line
   * @throws IOException if the file cannot be read
   */
  static List<CallEvent> read(Path file) throws IOException {
    var calls = new ArrayList<CallEvent>();
    try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      var number = 0;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          calls.add(call(line, file.toString(), number));
        }
      }
    }
    return calls;
  }

  private static CallEvent call(String line, String name, int number) throws TimelineException {
    try {
      return Json.MAPPER.readerFor(CallEvent.class).readValue(line);
    } catch (JacksonException e) {
      throw Faulty.line(name, number, "is no socket call", e);
    }
  }
}
