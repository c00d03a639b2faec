package dev.synfin.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that a person has looked at; {@code -Dgolden.rewrite=true} replaces them, to be reviewed.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/dev/synfin/render");

  private Golden() {}

  static void assertSame(String name, String text) {
    var file = FOLDER.resolve(name);
    try {
      if (Boolean.getBoolean("golden.rewrite")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
