package dev.synfin.stage;

/**
 * What became of one fault.
 *
 * @param rule as the scenario has it
 * @param intended how many segments it was to hit, -1 for all
 * @param counter how many the firewall counted
 */
record FaultReport(String rule, long intended, long counter) {}
