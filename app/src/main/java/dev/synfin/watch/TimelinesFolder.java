package dev.synfin.watch;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.SourceCapture;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The folder of all runs, of which nothing is given but what runs leave there. */
final class TimelinesFolder {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Map<String, String> TYPES =
      Map.of(
          "timeline.json", "application/json",
          "verdict.json", "application/json",
          "ladder.txt", "text/plain; charset=utf-8",
          "calls.jsonl", "application/jsonl",
          "client.pcap", "application/vnd.tcpdump.pcap",
          "network.pcap", "application/vnd.tcpdump.pcap",
          "server.pcap", "application/vnd.tcpdump.pcap",
          "loopback.pcap", "application/vnd.tcpdump.pcap");

  private final Path folder;

  TimelinesFolder(Path folder) {
    this.folder = folder;
  }

  /** A file that a run left. */
  record Left(Path file, String type) {}

  /** The runs, the newest first; each one's name, verdict and age. */
  List<Map<String, Object>> list() throws IOException {
    var runs = new ArrayList<Map<String, Object>>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        Optional<Left> timeline = find(name, "timeline.json");
        if (timeline.isPresent()) {
          runs.add(about(name, timeline.get().file));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of(); // no run was made yet
    }
    runs.sort(
        Comparator.comparing((Map<String, Object> r) -> (Long) r.get("modified_ms")).reversed());
    return runs;
  }

  private Map<String, Object> about(String name, Path timeline) throws IOException {
    var about = new LinkedHashMap<String, Object>();
    about.put("name", name);
    about.put("modified_ms", Files.getLastModifiedTime(timeline).toMillis());
    about.put("size", Files.size(timeline));
    Optional<Left> verdict = find(name, "verdict.json");
    if (verdict.isPresent()) {
      try {
        JsonNode read = Answer.JSON.readTree(Files.readAllBytes(verdict.get().file));
        for (String field : List.of("title", "result", "reason")) {
          about.put(field, read.path(field).asStringOpt().orElse(null));
        }
      } catch (JacksonException e) {
        about.put("result", ScenarioResult.Result.ERROR.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
    return about;
  }

  /** The file of a run's capture, where the run left it. */
  Optional<Path> capture(String run, Capture capture) {
    String name = SourceCapture.nameOf(capture);
    return name == null ? Optional.empty() : find(run, name).map(Left::file);
  }

  /**
   * A file of a run. Names that are no run's, other files, and links that lead out of the folder
   * are as if they were not there.
   */
  Optional<Left> find(String run, String file) {
    String type = TYPES.get(file);
    if (type == null || !NAME.matcher(run).matches()) {
      return Optional.empty();
    }
    try {
      Path real = folder.resolve(run).resolve(file).toRealPath();
      Path expected = folder.toRealPath().resolve(run).resolve(file);
      return real.equals(expected) && Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(new Left(real, type))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not there, or not to be read
    }
  }
}
