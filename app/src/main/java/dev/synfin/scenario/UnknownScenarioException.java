package dev.synfin.scenario;

/** There is no scenario, or no variant, of the name that was asked for: the message says which. */
public final class UnknownScenarioException extends ScenarioException {
  private static final long serialVersionUID = 1;

  UnknownScenarioException(String message) {
    super(message);
  }
}
