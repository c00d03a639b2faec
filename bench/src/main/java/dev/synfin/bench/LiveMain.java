package dev.synfin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures {@code synfin capture} beside {@code tcpdump -w}, in networks of its own, as {@code
 * docker/lab bench --live} starts it.
 */
public final class LiveMain {
  private static final int SECONDS = 10;
  private static final Duration TRIAL = Duration.ofSeconds(1);

  /** Of what the sender can reach while nobody captures: a tool needs its share too. */
  private static final double REACHABLE = 0.8;

  private LiveMain() {}

  /** {@code SYNFIN FOLDER}: the command that starts synfin, and where files can lie. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    List<CaptureTool> tools =
        List.of(
            CaptureTool.TCPDUMP,
            CaptureTool.synfin(arguments[0], " --format jsonl"),
            CaptureTool.synfin(arguments[0], " --format jsonl --no-events"),
            CaptureTool.bareLoop("-XX:TieredStopAtLevel=1"),
            CaptureTool.bareLoop("-XX:+TieredCompilation"));
    var runs = new ArrayList<LiveRun>();
    try (VethPair network = VethPair.create()) {
      for (Load wanted : List.of(Load.FULL_FRAMES, Load.SHORT_CONNECTIONS)) {
        Load load = reachable(network, wanted);
        for (CaptureTool tool : tools) {
          System.err.println(load.name() + ": " + tool.name() + " …");
          var duration = Duration.ofSeconds(Integer.getInteger("seconds", SECONDS));
          runs.add(LiveRun.of(network, tool, load, duration, folder));
        }
      }
    }
    var report = new LiveReport(runs);
    System.out.print(report.table());
    Path json = folder.resolve("live.json");
    Files.writeString(json, report.json());
    System.out.println("Also in " + json + ".");
  }

  /** Both tools get the same load, even where this machine cannot send as fast as it should. */
  private static Load reachable(VethPair network, Load wanted)
      throws IOException, InterruptedException {
    var unhindered = new Load(wanted.name(), 10 * wanted.framesPerSecond(), wanted.maker());
    double most = network.inSender(() -> Traffic.send(unhindered, TRIAL)).rate();
    Load load = wanted.atMost(REACHABLE * most);
    if (!load.equals(wanted)) {
      System.err.printf(
          "This machine cannot send %s now; both tools get %,.0f frames/s.%n",
          wanted.name(), load.framesPerSecond());
    }
    return load;
  }
}
