package dev.synfin.stage;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Both ends and one tap in this process, on the interface {@code lo}: no Docker. */
public final class LoopbackStage extends Stage {
  private static final String IFACE = "lo";

  /** A stage on this machine. */
  public LoopbackStage() {
    super(StageKind.LOOPBACK);
  }

  @Override
  Optional<String> obstacle(Scenario scenario) {
    if (!scenario.faults().isEmpty()) {
      return Optional.of("it drops packets between the ends, and on loopback nothing is between");
    }
    if (!scenario.sysctls().isEmpty()) {
      return Optional.of("it changes settings of the kernel, and this machine's are left alone");
    }
    return super.obstacle(scenario);
  }

  @Override
  Ended play(Scenario scenario, String text, Path timelines, Function<Timeline, String> ladder)
      throws IOException {
    Scenario here = scenario.withPort(freePort());
    try (var folder = new TemporaryFolder()) {
      Path meeting = folder.path();
      return conclude(here, conduct(here, text, meeting), meeting, timelines, ladder);
    }
  }

  /**
   * This interface is everybody's: on a port of its own a run meets neither another run nor what
   * else listens, or calls, on the scenario's port.
   */
  private static int freePort() throws IOException {
    try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static Outcome conduct(Scenario scenario, String text, Path meeting) throws IOException {
    var lines = new LinkedHashMap<String, Line>();
    connect(new TapAgent(Vantage.LOOPBACK, IFACE, meeting), lines);
    for (Side side : Side.values()) {
      connect(new ProgramAgent(side, new Here(), meeting), lines);
    }
    try (var crew = new Crew(lines)) {
      return new Conductor(crew).conduct(scenario, text);
    }
  }

  private static void connect(Agent agent, Map<String, Line> lines) {
    LocalLine.Ends ends = LocalLine.connected();
    lines.put(agent.name(), ends.one());
    Thread.ofPlatform().name(agent.name()).daemon().start(() -> attend(agent, ends.other()));
  }

  private static void attend(Agent agent, Line line) {
    try (line) {
      agent.attend(line);
    } catch (IOException e) {
      // the line is gone, and with it whoever could be told
    }
  }

  private record Here() implements ProgramAgent.Peers {
    @Override
    public InetAddress own(boolean six) throws IOException {
      return InetAddress.getByName(six ? "::1" : "127.0.0.1");
    }

    @Override
    public InetAddress peer(boolean six) throws IOException {
      return own(six);
    }
  }
}
