package dev.synfin.stage;

/**
 * What became of one fault.
 *
 * @param rule as the scenario has it
 * @param intended how many packets it was to hit, -1 where that is left open
 * @param counter how many it hit by its own count
 * @param drops whether those that it hit did not arrive
 */
record FaultReport(String rule, long intended, long counter, boolean drops) {
  /** Whether it hit exactly what it was meant for. */
  boolean hit() {
    return intended < 0 ? counter > 0 : counter == intended;
  }
}
