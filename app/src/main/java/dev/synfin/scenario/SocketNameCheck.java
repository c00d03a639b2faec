package dev.synfin.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A step that uses a socket by name needs a step before it, of the same program, that gives it. */
record SocketNameCheck(String file) {
  private static final Set<String> ALWAYS = Set.of(ProgramSockets.LISTENER, "connection");

  void requireNames(List<Step> program) throws ScenarioException {
    check(program, new HashSet<>(ALWAYS));
  }

  private void check(List<Step> steps, Set<String> known) throws ScenarioException {
    for (Step step : steps) {
      if (step instanceof Step.Several several) {
        check(several.steps(), known);
      } else if (step instanceof Step.OfASocket ofOne) {
        String used = ofOne.use().socket();
        String given = given(ofOne);
        if (given != null) {
          known.add(given);
        } else if (used != null && !known.contains(used)) {
          throw new ScenarioException(
              file,
              step.line(),
              "no step before this one names a socket «"
                  + used
                  + "», as «connect: {as: "
                  + used
                  + "}» does"
                  + Nearest.hint(used, known));
        }
      }
    }
  }

  /** The name that this step gives to the socket that it opens. */
  private static @Nullable String given(Step.OfASocket step) {
    if (step instanceof Step.Accept accept) {
      return accept.as();
    }
    boolean opens =
        step instanceof Step.Open
            || step instanceof Step.Listen
            || step instanceof Step.Connect
            || step instanceof Step.ConnectEx;
    return opens ? step.use().socket() : null;
  }
}
