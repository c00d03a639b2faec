package dev.synfin.scenario;

import org.jspecify.annotations.Nullable;

/**
 * How a program fared.
 *
 * @param problem one sentence with the step's line, what was expected and what came; null if every
 *     step went as the scenario has it
 */
public record ProgramResult(@Nullable String problem) {
  /** Whether every step went as the scenario has it. */
  public boolean ok() {
    return problem == null;
  }
}
