package dev.synfin.stage;

import java.util.List;

/** What a conductor and an agent say to each other: a verb and its arguments. */
record Message(Verb verb, List<String> arguments) {
  private static final String SCENARIO = "scenario";

  /** What is asked or answered. */
  enum Verb {
    /** To all: get ready for a scenario (its source's name, its text, its variant). */
    PREPARE,
    /** From all: ready for it. */
    READY,
    /** To a program: begin. */
    RUN,
    /** From and to programs and setups: a signal of the scenario was given (its name). */
    SIGNAL,
    /** From a program: it is done (a result's fields). */
    ENDED,
    /** To a program: wait until its host's kernel has finished with the run's connections. */
    DRAIN,
    /** From a program: it has (or what is left). */
    DRAINED,
    /** To a tap: prove that the capture is whole and stop; to a setup: undo. */
    STOP,
    /** From a tap: what the capture amounts to; from a setup: what its rules counted. */
    STOPPED,
    /** From all: it cannot go on (one sentence, and whether the scenario is to blame). */
    FAILED
  }

  Message {
    arguments = List.copyOf(arguments);
  }

  static Message of(Verb verb, String... arguments) {
    return new Message(verb, List.of(arguments));
  }

  /** The agent could, but the scenario's file is wrong: the sentence names its line. */
  static Message failedBecauseOfTheScenario(String sentence) {
    return of(Verb.FAILED, sentence, SCENARIO);
  }

  boolean isBecauseOfTheScenario() {
    return arguments.size() > 1 && arguments.get(1).equals(SCENARIO);
  }

  String argument(int index) {
    return arguments.get(index);
  }
}
