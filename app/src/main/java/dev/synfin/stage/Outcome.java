package dev.synfin.stage;

import java.util.List;
import java.util.Map;

/**
 * What the agents of one run reported: the facts that no capture holds.
 *
 * @param programs each program's own report, by side
 * @param captures each tap's report, by vantage
 * @param faults what each fault rule counted
 * @param remarks what did not go as it should, such as connections left in the kernel
 * @param stopped whether someone ended the run before its end
 */
record Outcome(
    Map<String, ProgramReport> programs,
    Map<String, TapReport> captures,
    List<FaultReport> faults,
    List<String> remarks,
    boolean stopped) {
  /** Of a run that did not take place. */
  static final Outcome NONE = new Outcome(Map.of(), Map.of(), List.of(), List.of(), false);
}
