package dev.synfin.stage;

import dev.synfin.scenario.FaultRule;
import dev.synfin.scenario.NetworkFault;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether each fault hit what it was meant for, by its own counter. One that did not is no
 * experiment: whatever was expected of the run, the run says nothing about it.
 *
 * @param faults as the scenario has them
 * @param reports what became of each, in the same order
 * @param timeline of the run
 */
record Hits(List<NetworkFault> faults, List<FaultReport> reports, Timeline timeline) {

  List<Expectation> expectations() {
    var results = new ArrayList<Expectation>();
    for (int i = 0; i < reports.size(); i++) {
      FaultReport report = reports.get(i);
      String did = (report.drops() ? "dropped " : "held back ") + report.counter();
      boolean ok = report.hit();
      String seen = ok ? did : did + there(i).map(there -> ": " + there).orElse("");
      results.add(new Expectation(report.rule(), seen, ok, line(i)));
    }
    return results;
  }

  /** The first fault that missed, as one sentence. */
  Optional<String> obstacle() {
    for (int i = 0; i < reports.size(); i++) {
      FaultReport report = reports.get(i);
      if (!report.hit()) {
        return Optional.of(
            "the fault in line "
                + line(i)
                + ", «"
                + report.rule()
                + "», hit "
                + (report.intended() < 0
                    ? "nothing"
                    : report.counter() + " of the " + report.intended() + " that it is meant for")
                + there(i).map(there -> ": " + there).orElse(""));
      }
    }
    return Optional.empty();
  }

  private int line(int index) {
    return faults.get(index).line();
  }

  /** How many of the kind there were that a rule is for. */
  private Optional<String> there(int index) {
    if (faults.get(index) instanceof FaultRule rule) {
      long sent =
          timeline.connections().stream()
              .flatMap(c -> c.allEvents().stream())
              .filter(event -> Losses.isOf(rule, event))
              .count();
      return Optional.of(rule.thereWere(sent));
    }
    return Optional.empty();
  }
}
