package dev.synfin.stage;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/** A lab whose agents are other processes: they answer on Unix sockets in a shared folder. */
public final class AgentStage extends Stage {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(10);
  private static final List<String> AGENTS =
      List.of(
          "client-setup",
          "network-setup",
          "server-setup",
          "client-tap",
          "network-tap",
          "server-tap",
          "server-program",
          "client-program");

  private static final int FIRST_PORT = 10_000;
  private static final int LAST_PORT = 29_999;

  private final Path meeting;

  /** A lab whose agents meet in this folder. */
  public AgentStage(StageKind kind, Path meeting) {
    super(kind);
    this.meeting = meeting;
  }

  @Override
  Ended play(Scenario scenario, String text, Path timelines, Function<Timeline, String> ladder)
      throws IOException {
    Files.write(Meeting.ready(meeting, "conductor"), new byte[0]); // there is something to play
    var lines = new LinkedHashMap<String, Line>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (String agent : AGENTS) {
      lines.put(agent, call(agent, deadline));
    }
    Scenario here = scenario.withPort(port(scenario));
    beginsIn(meeting);
    Outcome outcome = conduct(here, text, lines);
    return conclude(here, outcome, meeting, timelines, ladder);
  }

  /** Lets whoever waits for the lab's end know that it has come. */
  public void declareOver() throws IOException {
    Files.write(Meeting.over(meeting), new byte[0]);
  }

  /**
   * Where many runs follow each other, each has a port of its own, below those that clients get:
   * what a former one left in the kernels (TIME-WAIT, a FIN sent again) is none of its business.
   */
  private int port(Scenario scenario) throws IOException {
    if (kind() != StageKind.TESTCONTAINERS) {
      return scenario.port();
    }
    Path last = Meeting.lastPort(meeting);
    int former = Files.exists(last) ? Integer.parseInt(Files.readString(last)) : LAST_PORT;
    int port = former < LAST_PORT ? former + 1 : FIRST_PORT;
    Files.writeString(last, Integer.toString(port));
    return port;
  }

  private Line call(String agent, long deadline) throws IOException {
    while (!Files.exists(Meeting.ready(meeting, agent))) {
      if (isStopped()) {
        throw new IOException("The run was stopped before it had begun.");
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "The lab's "
                + agent
                + " has not come to "
                + meeting
                + " within "
                + PATIENCE.toSeconds()
                + " s: its own output says why.");
      }
      pause();
    }
    return new UnixLine(
        SocketChannel.open(UnixDomainSocketAddress.of(Meeting.socket(meeting, agent))));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the lab's agents came.", e);
    }
  }
}
