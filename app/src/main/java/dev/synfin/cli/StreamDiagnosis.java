package dev.synfin.cli;

import dev.synfin.diagnose.Diagnosis;
import dev.synfin.timeline.ClosingDiagnosis;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.Finding;
import dev.synfin.track.ConnectionSummary;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Findings of connections that are written as they close, and not kept. */
final class StreamDiagnosis implements ClosingDiagnosis {
  private final Diagnosis diagnosis = Diagnosis.begin();
  private final Consumer<Finding> listener;

  /** Tells of each finding. */
  StreamDiagnosis(Consumer<Finding> listener) {
    this.listener = listener;
  }

  @Override
  public boolean countOrdinary(ConnectionSummary connection, Endpoint client, Endpoint server) {
    return diagnosis.addOrdinary(connection, client, server);
  }

  @Override
  public List<Finding> of(Connection connection, Instant lastAt) {
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
