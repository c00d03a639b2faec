package dev.synfin.cli;

import dev.synfin.diagnose.Diagnosis;
import dev.synfin.render.Ladders;
import dev.synfin.render.PacketText;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Draws a timeline as a ladder: who sent what when, and what it did to both ends.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TIMELINE", description = "A timeline, JSON or JSON Lines.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--stream",
      paramLabel = "N",
      description = "Only the connection with this number, as tshark numbers them.")
  private @Nullable Long stream;

  @Option(names = "--text", description = "One line per packet, in packetdrill's notation.")
  private boolean text;

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; name a timeline in it.");
    }
    Timeline timeline = Diagnosis.of(Timelines.read(file));
    if (stream != null) {
      timeline = only(timeline, stream);
    }
    if (text) {
      String between = "";
      for (Connection connection : timeline.connections()) {
        System.out.println(between + heading(connection));
        PacketText.lines(connection).forEach(System.out::println);
        between = "\n";
      }
    } else {
      System.out.print(Ladders.render(timeline, Text.forThisTerminal()));
    }
    return 0;
  }

  private static String heading(Connection connection) {
    return "# "
        + connection.protocol()
        + " "
        + connection.stream()
        + ": "
        + connection.client().text()
        + " > "
        + connection.server().text();
  }

  private Timeline only(Timeline timeline, long number) throws IOException {
    List<Connection> chosen =
        timeline.connections().stream().filter(c -> c.stream() == number).toList();
    if (chosen.isEmpty()) {
      throw new IOException(
          file
              + " has no stream "
              + number
              + "; it has "
              + timeline.connections().size()
              + " connections, numbered from 0 per protocol.");
    }
    return timeline.withConnections(chosen);
  }
}
