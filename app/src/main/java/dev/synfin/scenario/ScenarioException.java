package dev.synfin.scenario;

import java.io.IOException;

/**
 * A scenario file that cannot be used: the message names the file, the line, and what is expected.
 */
public sealed class ScenarioException extends IOException permits UnknownScenarioException {
  private static final long serialVersionUID = 1;

  ScenarioException(String message) {
    super(message);
  }

  ScenarioException(String file, int line, String what) {
    super(file + ", line " + line + ": " + what);
  }
}
