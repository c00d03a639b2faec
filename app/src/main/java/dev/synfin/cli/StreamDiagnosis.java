package dev.synfin.cli;

import dev.synfin.diagnose.Diagnosis;
import dev.synfin.timeline.Analysis;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Findings of connections that are written as they close, and not kept. */
final class StreamDiagnosis implements Function<Connection, List<Finding>> {
  private final Diagnosis diagnosis = Diagnosis.begin();
  private final Consumer<Finding> listener;
  private @Nullable Analysis analysis;

  /** Tells of each finding. */
  StreamDiagnosis(Consumer<Finding> listener) {
    this.listener = listener;
  }

  /** The analysis that tells how far the capture has come. */
  Analysis watching(Analysis watched) {
    analysis = watched;
    return watched;
  }

  @Override
  public List<Finding> apply(Connection connection) {
    return told(diagnosis.add(connection, analysis == null ? null : analysis.lastAt()));
  }

  List<Finding> ofTheWhole() {
    return told(diagnosis.ofTheWhole(List.of(), List.of()));
  }

  private List<Finding> told(List<Finding> findings) {
    findings.forEach(listener);
    return findings;
  }
}
