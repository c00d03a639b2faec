package dev.synfin.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds scenarios: synfin's own by name, a user's by the path of its file. */
public final class Scenarios {
  private static final long LARGEST = 1 << 20;
  private static final String FOLDER = "/scenarios/";

  private Scenarios() {}

  /** A scenario's text, and the name under which messages speak of it. */
  public record Source(String name, String text) {}

  /** synfin's own scenarios, in the order in which they are best learned from. */
  public static List<Scenario> list() throws IOException {
    var scenarios = new ArrayList<Scenario>();
    for (String name : names()) {
      Source source = find(name);
      scenarios.add(new ScenarioReader(source.text(), source.name()).outline());
    }
    return scenarios;
  }

  /**
   * Finds a scenario's text.
   *
   * @param nameOrPath a name such as {@code handshake}, or a path that has a dot or a slash
   * @throws IOException if there is none, naming those that there are
   */
  public static Source find(String nameOrPath) throws IOException {
    if (nameOrPath.contains("/") || nameOrPath.contains(".")) {
      return new Source(nameOrPath, text(nameOrPath));
    }
    if (!names().contains(nameOrPath)) {
      throw new UnknownScenarioException(
          "There is no scenario "
              + nameOrPath
              + Nearest.hint(nameOrPath, names())
              + " There are: "
              + String.join(", ", names())
              + ". A file of your own is named by its path, such as ./mine.yaml.");
    }
    return new Source(nameOrPath + ".yaml", resource(nameOrPath + ".yaml"));
  }

  /**
   * Reads a scenario and holds it against the schema, all of its variants.
   *
   * @param variant one of its variants; null for the first, or where it has none
   * @throws ScenarioException with file and line, if it breaks the schema
   * @throws UnknownScenarioException if it has no such variant
   */
  public static Scenario read(Source source, @Nullable String variant) throws ScenarioException {
    var reader = new ScenarioReader(source.text(), source.name());
    Scenario scenario = reader.read(variant, true);
    for (String other : scenario.variants()) {
      if (!other.equals(scenario.variant())) {
        reader.check(other);
      }
    }
    return scenario;
  }

  /** Reads one that was held against the schema before, as whoever sent it has done. */
  public static Scenario readChecked(Source source, @Nullable String variant)
      throws ScenarioException {
    return new ScenarioReader(source.text(), source.name()).read(variant, false);
  }

  private static String text(String path) throws IOException {
    try {
      Path file = Path.of(path);
      if (Files.isDirectory(file)) {
        throw new UnknownScenarioException(path + " is a folder; name a scenario file in it.");
      }
      if (!Files.isRegularFile(file)) {
        throw new UnknownScenarioException("There is no scenario file " + path + ".");
      }
      if (Files.size(file) > LARGEST) {
        throw new ScenarioException(
            path + " has more than 1 MiB: that is no scenario; is it the right file?");
      }
      return Files.readString(file);
    } catch (InvalidPathException e) {
      throw new UnknownScenarioException("There is no scenario file " + path + ".");
    } catch (AccessDeniedException e) {
      throw new ScenarioException(path + " must not be read: give yourself the right to.");
    } catch (CharacterCodingException e) {
      throw new ScenarioException(path + " is no text in UTF-8: save it in that encoding.");
    }
  }

  private static List<String> names() throws IOException {
    return resource("index.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Scenarios.class.getResourceAsStream(FOLDER + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
