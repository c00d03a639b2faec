package dev.synfin.timeline;

import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes the states that each end of one connection goes through. */
final class StateLog {
  private final List<StateChange> client = new ArrayList<>(4);
  private final List<StateChange> server = new ArrayList<>(4);

  void note(SegmentFacts facts, long frame, long tNs) {
    note(client, facts.clientState(), frame, tNs);
    note(server, facts.serverState(), frame, tNs);
  }

  /** One end's states so far. */
  List<StateChange> of(Side side) {
    return side == Side.CLIENT ? client : server;
  }

  Sides<List<StateChange>> states() {
    return new Sides<>(List.copyOf(client), List.copyOf(server));
  }

  static void note(List<StateChange> log, @Nullable TcpState state, long frame, long tNs) {
    if (state != null && (log.isEmpty() || log.getLast().state() != state)) {
      log.add(new StateChange(state, frame, tNs));
    }
  }
}
