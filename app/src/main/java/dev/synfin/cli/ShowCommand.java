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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code synfin show}: a timeline as a ladder. */
final class ShowCommand implements Callable<Integer> {
  private final PositionalParamSpec timeline =
      PositionalParamSpec.builder()
          .paramLabel("TIMELINE")
          .type(Path.class)
          .required(true)
          .description("A timeline, JSON or JSON Lines.")
          .build();
  private final OptionSpec stream =
      PlainSpec.value(
              "--stream",
              "N",
              Long.class,
              "Only the connection with this number, as tshark numbers them.")
          .build();
  private final OptionSpec text =
      PlainSpec.flag("--text", "One line per packet, in packetdrill's notation.");

  CommandSpec spec() {
    return PlainSpec.of(
            this,
            "show",
            "Draws a timeline as a ladder: who sent what when, and what it did to both ends.")
        .addPositional(timeline)
        .addOption(stream)
        .addOption(text);
  }

  @Override
  public Integer call() throws IOException {
    Path file = timeline.getValue();
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; name a timeline in it.");
    }
    Timeline whole = Diagnosis.of(Timelines.read(file));
    Long number = stream.getValue();
    draw(number == null ? whole : only(whole, number, file), text.getValue());
    return 0;
  }

  private static void draw(Timeline timeline, boolean asText) {
    if (asText) {
      String between = "";
      for (Connection connection : timeline.connections()) {
        System.out.println(between + heading(connection));
        PacketText.lines(connection).forEach(System.out::println);
        between = "\n";
      }
    } else {
      System.out.print(Ladders.render(timeline, Text.forThisTerminal()));
    }
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

  private static Timeline only(Timeline timeline, long number, Path file) throws IOException {
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
