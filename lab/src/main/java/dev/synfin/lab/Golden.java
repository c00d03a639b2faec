package dev.synfin.lab;

import dev.synfin.expect.NormalForm;
import dev.synfin.expect.WireDifference;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Stored timelines, one file each in {@code src/test/wire}, or where {@code synfin.golden} says; in
 * a form that a person can read in a review.
 */
final class Golden {
  private static final String UPDATE = "synfin.updateGolden";

  private Golden() {}

  /**
   * How a timeline differs from the stored one, or null where it does not.
   *
   * @throws IllegalArgumentException if the name cannot be a file's
   */
  static @Nullable String difference(Timeline timeline, String name) {
    Path file = file(name);
    NormalForm now = NormalForm.of(timeline);
    try {
      if (updates()) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, now.toText());
        return null;
      }
      if (!Files.exists(file)) {
        return "There is no stored timeline " + file + ": run once with -D" + UPDATE + ".";
      }
      return difference(NormalForm.parse(Files.readString(file), file.toString()), now, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String difference(NormalForm stored, NormalForm now, Path file) {
    WireDifference difference = WireDifference.between(stored, now);
    return difference.isEmpty()
        ? null
        : "Expected what is stored in "
            + file
            + ", but "
            + difference.counts()
            + " (-D"
            + UPDATE
            + " stores it anew):\n\n"
            + difference.ladder();
  }

  private static boolean updates() {
    String value = System.getProperty(UPDATE);
    return value != null && !value.equals("false");
  }

  private static Path file(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("«" + name + "» is no name of a stored timeline.");
    }
    return Path.of(System.getProperty("synfin.golden", "src/test/wire")).resolve(name + ".wire");
  }
}
