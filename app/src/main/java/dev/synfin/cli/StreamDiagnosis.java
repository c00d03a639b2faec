package dev.synfin.cli;

import dev.synfin.diagnose.Diagnosis;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Findings of connections that are written as they close, and not kept. */
final class StreamDiagnosis implements BiFunction<Connection, Instant, List<Finding>> {
  private final Diagnosis diagnosis = Diagnosis.begin();
  private final Consumer<Finding> listener;

  /** Tells of each finding. */
  StreamDiagnosis(Consumer<Finding> listener) {
    this.listener = listener;
  }

  @Override
  public List<Finding> apply(Connection connection, Instant lastAt) {
    return told(diagnosis.add(connection, lastAt));
  }

  List<Finding> ofTheWhole() {
    return told(diagnosis.ofTheWhole(List.of(), List.of()));
  }

  private List<Finding> told(List<Finding> findings) {
    findings.forEach(listener);
    return findings;
  }
}
