package dev.synfin.stage;

import dev.synfin.scenario.Scenario;
import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Leads the agents of a lab through one run.
 *
 * <ol>
 *   <li>everyone prepares; a tap has prepared when a fence packet has proved that it captures
 *   <li>the programs run, and what one signals reaches the others
 *   <li>each end's kernel finishes with the run's connections
 *   <li>the taps prove that they have everything, and stop
 * </ol>
 */
final class Conductor {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);

  /** A program whose time is over says so itself, with the step's line: it is given a moment to. */
  private static final Duration TO_SAY_SO = Duration.ofSeconds(1);

  private final Crew crew;
  private final Map<String, ProgramReport> programs = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  Conductor(Crew crew) {
    this.crew = crew;
  }

  /**
   * Runs a scenario once.
   *
   * @param scenario as it is to be run; the agents read it again from its text
   * @throws IOException if an agent fails; a program whose steps fail is no such failure
   */
  Outcome conduct(Scenario scenario, String text) throws IOException {
    crew.tell(
        crew.all(),
        Message.of(
            Verb.PREPARE,
            scenario.source(),
            text,
            Objects.requireNonNullElse(scenario.variant(), ""),
            Integer.toString(scenario.port())));
    checkReady(crew.answers(crew.all(), Verb.READY, PATIENCE));
    runPrograms(scenario.timeout());
    if (!crew.isStopped()) {
      drain();
    }
    Map<String, TapReport> captures = stopTaps();
    return new Outcome(programs, captures, stopSetups(), remarks, crew.isStopped());
  }

  /** Who is ready to no purpose says why. */
  private static void checkReady(Map<String, Message> answers) throws ImpossibleException {
    for (Message ready : answers.values()) {
      if (!ready.arguments().isEmpty()) {
        throw new ImpossibleException(ready.argument(0));
      }
    }
  }

  private void runPrograms(Duration limit) throws IOException {
    List<String> players = crew.named("-program");
    crew.tell(players, Message.of(Verb.RUN));
    long begun = System.nanoTime();
    long deadline = begun + limit.plus(TO_SAY_SO).toNanos();
    while (programs.size() < players.size()) {
      if (crew.isStopped()) {
        giveUp(players, " was not done when the run was stopped.");
        return;
      }
      Crew.Heard heard = crew.next(deadline);
      if (heard == null) {
        long after = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        giveUp(players, " was not done after " + after + " s.");
        return;
      }
      if (heard.isTheStop()) {
        continue;
      }
      Message message = Crew.said(heard);
      switch (message.verb()) {
        case SIGNAL -> passOn(heard.agent(), message);
        case ENDED -> {
          ProgramReport report = ProgramReport.of(message);
          programs.put(heard.agent(), report);
          if (!report.ok()) {
            // the other end may now wait for something that will never come
            deadline = Math.min(deadline, System.nanoTime() + AFTER_A_FAILURE.toNanos());
          }
        }
        case PREPARE, READY, RUN, DRAIN, DRAINED, STOP, STOPPED, FAILED ->
            throw new IOException(heard.agent() + " said " + message.verb() + " out of turn.");
      }
    }
  }

  private void passOn(String from, Message signal) throws IOException {
    for (String agent : crew.all()) {
      if (!agent.equals(from) && !agent.endsWith("-tap")) {
        crew.tell(agent, signal);
      }
    }
  }

  private void giveUp(List<String> players, String why) {
    for (String player : players) {
      programs.computeIfAbsent(player, p -> new ProgramReport(false, p + why));
    }
  }

  private void drain() throws IOException {
    List<String> players = crew.named("-program");
    crew.tell(players, Message.of(Verb.DRAIN));
    crew.answers(players, Verb.DRAINED, PATIENCE)
        .forEach((player, answer) -> {
          if (!answer.argument(0).isEmpty()) {
            remarks.add(player + ": " + answer.argument(0));
          }
        });
  }

  private Map<String, TapReport> stopTaps() throws IOException {
    List<String> taps = crew.named("-tap");
    crew.tell(taps, Message.of(Verb.STOP));
    Map<String, Message> answers = crew.answers(taps, Verb.STOPPED, PATIENCE);
    var reports = new LinkedHashMap<String, TapReport>();
    for (String tap : taps) {
      reports.put(tap, TapReport.of(Objects.requireNonNull(answers.get(tap))));
    }
    return reports;
  }

  private List<FaultReport> stopSetups() throws IOException {
    List<String> setups = crew.named("-setup");
    crew.tell(setups, Message.of(Verb.STOP));
    var reports = new ArrayList<FaultReport>();
    for (Message answer : crew.answers(setups, Verb.STOPPED, PATIENCE).values()) {
      for (int i = 0; i + 3 < answer.arguments().size(); i += 4) {
        reports.add(
            new FaultReport(
                answer.argument(i),
                Long.parseLong(answer.argument(i + 1)),
                Long.parseLong(answer.argument(i + 2)),
                Boolean.parseBoolean(answer.argument(i + 3))));
      }
    }
    return reports;
  }
}
