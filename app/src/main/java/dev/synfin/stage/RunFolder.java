package dev.synfin.stage;

import dev.synfin.report.CapturePlace;
import dev.synfin.report.ReportPage;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;

/**
 * The folder that a run leaves: written aside and renamed at the end, so that what lies under the
 * scenario's name is always whole.
 */
final class RunFolder {
  private static final int ATTEMPTS = 100;

  private RunFolder() {}

  /**
   * Writes what a run left.
   *
   * @param timelines the folder of all runs; a former run of this scenario in it is replaced
   * @param from where the captures and calls lie
   * @return the run's own folder
   * @throws IOException if it cannot be written
   */
  static Path write(Path timelines, Path from, Outcome outcome, Timeline timeline, String ladder)
      throws IOException {
    String name = name(java.util.Objects.requireNonNull(timeline.scenario()));
    Path aside = aside(timelines, name);
    try {
      for (String tap : outcome.captures().keySet()) {
        Files.copy(
            Meeting.capture(from, tap),
            aside.resolve(tap.substring(0, tap.length() - "-tap".length()) + ".pcap"));
      }
      Files.write(aside.resolve("calls.jsonl"), calls(from, outcome.programs().keySet()));
      Timelines.write(timeline, aside.resolve("timeline.json"));
      Timelines.writeVerdict(
          java.util.Objects.requireNonNull(timeline.scenario()), aside.resolve("verdict.json"));
      Files.writeString(aside.resolve("ladder.txt"), ladder);
      try (var page = Files.newOutputStream(aside.resolve("report.html"))) {
        var captures = CapturePlace.beside(aside.resolve("timeline.json"));
        ReportPage.write(List.of(new ReportPage.Entry(name, timeline, captures)), page);
      }
      return replace(timelines.resolve(name), aside);
    } catch (IOException e) {
      FileTree.delete(aside);
      throw e;
    }
  }

  /** Two runs may end at once: the last one's folder stays, and neither finds half of one. */
  private static Path replace(Path place, Path whole) throws IOException {
    Path former = whole.resolveSibling(whole.getFileName() + "-former");
    for (int attempt = 1; ; attempt++) {
      try {
        Files.move(place, former, StandardCopyOption.ATOMIC_MOVE);
        FileTree.delete(former);
      } catch (NoSuchFileException e) {
        // there is no former run, or another run has taken it away
      }
      try {
        return Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        } // another run was quicker: its folder goes the same way
      }
    }
  }

  /** Each variant has a folder of its own. */
  private static String name(ScenarioResult result) {
    return result.variant() == null ? result.name() : result.name() + "-" + result.variant();
  }

  private static Path aside(Path timelines, String name) throws IOException {
    try {
      Files.createDirectories(timelines);
      return Files.createDirectory(
          timelines.resolve(
              "." + name + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime()));
    } catch (IOException e) {
      throw new IOException(
          "The folder "
              + timelines
              + " cannot be written: change its owner or mode, or choose"
              + " another with -o.",
          e);
    }
  }

  private static List<String> calls(Path from, Collection<String> programs) throws IOException {
    var lines = new java.util.ArrayList<String>();
    for (String program : programs) {
      Path file = Meeting.calls(from, program);
      if (Files.exists(file)) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
