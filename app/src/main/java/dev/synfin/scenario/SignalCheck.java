package dev.synfin.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whoever awaits what nobody signals waits in vain until the run's time is over. */
record SignalCheck(String file, List<NetworkFault> faults) {

  void requireSignals(List<Step> server, List<Step> client) throws ScenarioException {
    var steps = new ArrayList<Step>();
    flatten(server, steps);
    flatten(client, steps);
    Set<String> signalled = signalled(steps);
    for (Step step : steps) {
      if (step instanceof Step.Await await && !signalled.contains(await.name())) {
        throw new ScenarioException(
            file,
            await.line(),
            "nobody signals «" + await.name() + "»: add the step «signal: " + await.name() + "».");
      }
    }
    for (NetworkFault fault : faults) {
      if (fault instanceof NetworkFault.Cut cut) {
        requireSignals(cut, signalled);
      }
    }
  }

  private void requireSignals(NetworkFault.Cut cut, Set<String> signalled)
      throws ScenarioException {
    if (!signalled.contains(cut.after())) {
      throw new ScenarioException(
          file, cut.line(), "nobody signals «" + cut.after() + "», so nothing would be cut.");
    }
    if (cut.until() != null && !signalled.contains(cut.until())) {
      throw new ScenarioException(
          file,
          cut.line(),
          "nobody signals «" + cut.until() + "», so what is cut would never be joined again.");
    }
  }

  private Set<String> signalled(List<Step> steps) {
    var signalled = new HashSet<>(List.of(Signals.LISTENING));
    for (Step step : steps) {
      if (step instanceof Step.Signal signal) {
        signalled.add(signal.name());
      }
    }
    for (NetworkFault fault : faults) {
      if (fault instanceof NetworkFault.Cut cut) {
        signalled.add(cut.after() + Signals.DONE);
        if (cut.until() != null) {
          signalled.add(cut.until() + Signals.DONE);
        }
      }
    }
    return signalled;
  }

  private static void flatten(List<Step> steps, List<Step> into) {
    for (Step step : steps) {
      into.add(step);
      if (step instanceof Step.Several several) {
        flatten(several.steps(), into);
      }
    }
  }
}
