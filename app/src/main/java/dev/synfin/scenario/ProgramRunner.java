package dev.synfin.scenario;

import dev.synfin.socket.CallListener;
import dev.synfin.track.Side;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Runs one side's program: its steps in their order, each a call on a real socket.
 *
 * <p>A step that fails without being expected to, does not fail though it is, or is not done when
 * the scenario's time is over ends the program. What is still open at the end closes as it does
 * when a process ends.
 */
public final class ProgramRunner {
  private final Scenario scenario;
  private final Side side;
  private final Place place;
  private final Signals signals;
  private final CallListener calls;

  /** A program that has not begun. */
  public ProgramRunner(
      Scenario scenario, Side side, Place place, Signals signals, CallListener calls) {
    this.scenario = scenario;
    this.side = side;
    this.place = place;
    this.signals = signals;
    this.calls = calls;
  }

  /**
   * Runs it to its end, which comes at the latest when the scenario's time is over.
   *
   * @throws IOException if the run itself cannot go on, as when its thread is interrupted
   */
  public ProgramResult run() throws IOException {
    try (var sockets = new ProgramSockets(scenario, side, place, calls);
        var deadline = new Deadline(scenario.timeout())) {
      return follow(new StepPlayer(scenario.timeout(), signals, sockets, null), deadline);
    } finally {
      if (side == Side.SERVER) {
        place.cleanUp(scenario.port());
      }
    }
  }

  private ProgramResult follow(StepPlayer player, Deadline deadline) throws IOException {
    try {
      awaitServer(player);
      player.play(scenario.steps(side));
      return new ProgramResult(null);
    } catch (Mismatch e) {
      return new ProgramResult(e.sentence());
    } catch (InterruptedIOException e) {
      if (!deadline.passed()) {
        throw e;
      }
      return new ProgramResult(player.late().sentence());
    }
  }

  /** Where the server listens, the client begins when it does; this is no step of its own. */
  private void awaitServer(StepPlayer player) throws IOException, Mismatch {
    if (side == Side.CLIENT && scenario.serverListens() && !scenario.client().isEmpty()) {
      player.await(Signals.LISTENING, scenario.client().getFirst().line());
    }
  }
}
