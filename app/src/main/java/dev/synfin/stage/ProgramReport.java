package dev.synfin.stage;

import java.util.List;

/**
 * How a program fared.
 *
 * @param ok whether every step went as the scenario has it
 * @param problem else one sentence: the step's line, what was expected, what came
 */
record ProgramReport(boolean ok, String problem) {

  List<String> asArguments() {
    return List.of(Boolean.toString(ok), problem);
  }

  static ProgramReport of(Message message) {
    return new ProgramReport(Boolean.parseBoolean(message.argument(0)), message.argument(1));
  }
}
