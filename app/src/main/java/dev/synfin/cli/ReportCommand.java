package dev.synfin.cli;

import dev.synfin.diagnose.Diagnosis;
import dev.synfin.report.CapturePlace;
import dev.synfin.report.ReportPage;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description =
        "Writes timelines as one HTML file to look at in a browser: ladders, charts, findings, a"
            + " comparison. It holds all that it needs and loads nothing.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TIMELINE",
      arity = "1..*",
      description =
          "Timelines, JSON or JSON Lines. Where the capture that one names lies beside it, the page"
              + " also holds its packets' headers.")
  @SuppressWarnings("NullAway.Init")
  private List<Path> files;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "report.html",
      description = "The page; ${DEFAULT-VALUE} without it, - is standard output.")
  @SuppressWarnings("NullAway.Init")
  private Path output;

  @Override
  public Integer call() throws IOException {
    var entries = new ArrayList<ReportPage.Entry>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new IOException(file + " is a folder; name a timeline in it.");
      }
      Timeline timeline = Diagnosis.of(Timelines.read(file));
      entries.add(
          new ReportPage.Entry(nameOf(file, timeline), timeline, CapturePlace.beside(file)));
    }
    if (output.toString().equals("-")) {
      ReportPage.write(entries, System.out);
    } else {
      OutputFile.replace(output, out -> ReportPage.write(entries, out));
      System.err.println("synfin: " + output + " shows it; open it in a browser.");
    }
    return 0;
  }

  /** What a run of the lab leaves is always called timeline.json: its folder tells it apart. */
  private static String nameOf(Path file, Timeline timeline) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (timeline.scenario() != null && folder != null && folder.getFileName() != null) {
      return folder.getFileName().toString();
    }
    return String.valueOf(file.getFileName()).replaceAll("(\\.timeline)?\\.jsonl?$", "");
  }
}
