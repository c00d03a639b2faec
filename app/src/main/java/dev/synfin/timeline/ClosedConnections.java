package dev.synfin.timeline;

import dev.synfin.track.ConnectionSummary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the line of each connection that is over, with what is found in it. */
final class ClosedConnections implements LineRelay.Closings {
  private static final Sides<List<StateChange>> NO_STATES = new Sides<>(List.of(), List.of());

  private final LineBuffer line;
  private final ConnectionLines connections;
  private final ConnectionRecords records;
  private final @Nullable ClosingDiagnosis diagnosis;

  ClosedConnections(
      LineBuffer line, Map<String, String> names, @Nullable ClosingDiagnosis diagnosis) {
    this.line = line;
    this.connections = new ConnectionLines(line, names);
    this.records = new ConnectionRecords(names);
    this.diagnosis = diagnosis;
  }

  @Override
  public void write(dev.synfin.track.Connection connection, long lastAt) {
    if (connection.attachment() instanceof StateLog states) {
      write(connection.summary(), states, lastAt);
    }
    connection.attach(null);
  }

  private void write(ConnectionSummary summary, StateLog states, long lastAt) {
    if (diagnosis == null
        || diagnosis.countOrdinary(summary, records.client(summary), records.server(summary))) {
      connections.write(summary, records.communityId(summary), states);
      return;
    }
    var finished = records.of(summary, NO_STATES, null);
    var findings = diagnosis.of(finished, ConnectionRecords.moment(lastAt));
    if (findings.isEmpty()) {
      connections.write(summary, Objects.requireNonNull(finished.communityId()), states);
    } else {
      var whole = records.of(summary, states.states(), null).withFindings(findings);
      var tree = Json.MAPPER.createObjectNode().put("type", "connection");
      tree.setAll(Json.tree(whole));
      Json.writeLine(tree, line);
    }
  }
}
