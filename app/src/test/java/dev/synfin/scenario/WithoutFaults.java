package dev.synfin.scenario;

/** Scenario files with their faults switched off. */
public final class WithoutFaults {
  private WithoutFaults() {}

  /**
   * A scenario's text without its faults. What the network answers to a signal for it must not be
   * awaited either.
   */
  public static String of(String text) {
    return text.replaceAll("(?m)^faults:\\n(  .*\\n)+", "")
        .replaceAll("(?m)^  - await: \\w+ done\\n", "");
  }
}
