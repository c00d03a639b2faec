package dev.synfin.bench;

import dev.synfin.capture.CaptureFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contestants on one file, each in turn, round after round: what disturbs one disturbs all. */
final class Contest {
  private final String name;
  private final String file;
  private final long frames;
  private final String out;
  private final List<Contestant> contestants;
  private final Map<Contestant, List<Measurement>> runs = new LinkedHashMap<>();

  Contest(String name, String file, String out, List<Contestant> contestants) throws IOException {
    this.name = name;
    this.file = file;
    this.frames = frames(file);
    this.out = out;
    this.contestants = contestants;
    contestants.forEach(c -> runs.put(c, new ArrayList<>()));
  }

  private static long frames(String file) throws IOException {
    try (var capture = CaptureFile.open(Path.of(file))) {
      capture.deliverTo(frame -> {});
      return capture.delivered();
    }
  }

  String name() {
    return name;
  }

  List<Contestant> contestants() {
    return contestants;
  }

  void run(int rounds) throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (Contestant contestant : contestants) {
        Measurement run = Measurement.of(contestant.on(file, out));
        if (run.exitCode() != 0) {
          throw new IOException(
              contestant.name() + " ended with " + run.exitCode() + " on " + file + ".");
        }
        runs.getOrDefault(contestant, new ArrayList<>()).add(run);
        System.err.printf(
            "%s, round %d of %d: %s %.2f s%n",
            name, round + 1, rounds, contestant.name(), run.seconds());
      }
    }
  }

  /** The run with the median time. */
  Measurement median(Contestant contestant) {
    List<Measurement> sorted = new ArrayList<>(runs.getOrDefault(contestant, List.of()));
    sorted.sort(Comparator.comparingDouble(Measurement::seconds));
    return sorted.get(sorted.size() / 2);
  }

  /** The most memory that any run took. */
  long peakBytes(Contestant contestant) {
    return runs.getOrDefault(contestant, List.of()).stream()
        .mapToLong(Measurement::peakBytes)
        .max()
        .orElse(0);
  }

  /** The median time, for all frames at the rate of those it looked at. */
  private double secondsForAll(Contestant contestant) {
    double seconds = median(contestant).seconds();
    return contestant.firstFrames() == 0 || frames <= contestant.firstFrames()
        ? seconds
        : seconds * frames / contestant.firstFrames();
  }

  /** How often as fast as this one synfin's like command was, or 0 where there is none. */
  double ratio(Contestant contestant) {
    return contestants.stream()
        .filter(c -> c.name().startsWith("synfin") && c.against().equals(contestant.against()))
        .filter(c -> !contestant.against().isEmpty() && !contestant.name().startsWith("synfin"))
        .mapToDouble(c -> secondsForAll(contestant) / secondsForAll(c))
        .findFirst()
        .orElse(0);
  }
}
