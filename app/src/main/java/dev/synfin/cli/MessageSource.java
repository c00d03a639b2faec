package dev.synfin.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the messages come from, one after the other. */
@FunctionalInterface
interface MessageSource {

  /** The next message, which may be blank; null after the last. */
  byte @Nullable [] next() throws IOException;

  /** A stream's lines, in whatever encoding they are, without their ends. */
  static MessageSource lines(InputStream in) {
    var buffered = new BufferedInputStream(in);
    return () -> line(buffered);
  }

  /** These texts, so many times. */
  static MessageSource repeated(List<String> texts, int times) {
    var all = Collections.nCopies(times, texts).stream().flatMap(List::stream).iterator();
    return () -> all.hasNext() ? all.next().getBytes(StandardCharsets.UTF_8) : null;
  }

  private static byte @Nullable [] line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    var octet = in.read();
    if (octet < 0) {
      return null;
    }
    for (; octet >= 0 && octet != '\n'; octet = in.read()) {
      line.write(octet);
    }
    return line.toByteArray();
  }
}
