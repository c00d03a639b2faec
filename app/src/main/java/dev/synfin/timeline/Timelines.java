package dev.synfin.timeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectWriter;

/** Writes and reads timelines: the one door to the files. */
public final class Timelines {
  private static final ObjectWriter WRITER = Json.MAPPER.writer().with(new Layout());

  private Timelines() {}

  /**
   * Writes the document as indented JSON.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Timeline timeline, Path file) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(timeline, out);
    }
  }

  /**
   * Writes the document as indented JSON; leaves the stream open.
   *
   * @throws IOException if the stream fails
   */
  public static void write(Timeline timeline, OutputStream out) throws IOException {
    try {
      WRITER.writeValue(out, timeline);
    } catch (JacksonException e) {
      throw asIo(e);
    }
    out.write('\n');
    out.flush();
  }

  /**
   * Writes a verdict alone, as the document has it under {@code scenario}.
   *
   * @throws IOException if the file cannot be written
   */
  public static void writeVerdict(ScenarioResult verdict, Path file) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      WRITER.writeValue(out, verdict);
    } catch (JacksonException e) {
      throw asIo(e);
    }
  }

  /**
   * Writes the sockets of a host as one line of JSON; leaves the stream open.
   *
   * @throws IOException if the stream fails
   */
  public static void write(HostSockets sockets, OutputStream out) throws IOException {
    try {
      Json.MAPPER.writeValue(out, sockets);
    } catch (JacksonException e) {
      throw asIo(e);
    }
    out.write('\n');
    out.flush();
  }

  /**
   * Reads a document or JSON Lines, whichever the file holds; fields of newer versions are ignored.
   *
   * @throws IOException if the file cannot be read, or is no timeline: then naming the line
   */
  public static Timeline read(Path file) throws TimelineException, IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Reads a document or JSON Lines, whichever the stream holds; leaves the stream open.
   *
   * @throws IOException if the stream fails, or holds no timeline: then naming the line
   */
  public static Timeline read(InputStream in) throws IOException {
    return read(in, "The input");
  }

  /**
   * Reads a log of socket calls: one {@code call} event a line.
   *
   * @throws IOException if the file cannot be read, or a line is no call: then naming the line
   */
  public static List<CallEvent> readCalls(Path file) throws TimelineException, IOException {
    return CallLinesReader.read(file);
  }

  /**
   * Reads samples of a kernel's socket tables, one a line; a last line without an end, as of a
   * program that was killed, is left out.
   *
   * @throws IOException if the file cannot be read, or a line is no sample: then naming the line
   */
  public static List<KernelSample> readKernel(Path file) throws TimelineException, IOException {
    var samples = new ArrayList<KernelSample>();
    String text = Files.readString(file);
    var whole = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    for (String line : whole) {
      try {
        samples.add(Json.MAPPER.readerFor(KernelSample.class).readValue(line));
      } catch (JacksonException e) {
        throw Faulty.line(file.toString(), samples.size() + 1, "is no kernel sample", e);
      }
    }
    return samples;
  }

  /**
   * Reads one line of those samples.
   *
   * @throws TimelineException if it is no sample
   */
  public static KernelSample readKernelLine(String line) throws TimelineException {
    try {
      return Json.MAPPER.readerFor(KernelSample.class).readValue(line);
    } catch (JacksonException e) {
      throw Faulty.line("The stream", 1, "is no kernel sample", e);
    }
  }

  private static Timeline read(InputStream in, String name) throws IOException {
    var buffered = in.markSupported() ? in : new BufferedInputStream(in, 1 << 16);
    if (JsonLinesReader.recognizes(buffered)) {
      return new JsonLinesReader(name).read(buffered);
    }
    if (isEmpty(buffered)) {
      throw Faulty.empty(name);
    }
    try {
      return Json.MAPPER.readerFor(Timeline.class).readValue(buffered);
    } catch (JacksonException e) {
      throw e.getCause() instanceof IOException cause ? cause : Faulty.document(name, e);
    }
  }

  private static boolean isEmpty(InputStream in) throws IOException {
    in.mark(1);
    var empty = in.read() < 0;
    in.reset();
    return empty;
  }

  private static IOException asIo(JacksonException e) {
    return e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
  }
}
