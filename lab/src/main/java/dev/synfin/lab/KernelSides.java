package dev.synfin.lab;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.KernelSample;
import dev.synfin.track.Side;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whose kernel a tap asked: it answers before anybody knows which end it is at. */
final class KernelSides {
  private KernelSides() {}

  /** The one side that this place has in all connections in which it has any, else null. */
  static @Nullable Side of(TapSession session, Collection<Connection> connections) {
    Set<Side> sides = EnumSet.noneOf(Side.class);
    for (Connection connection : connections) {
      Side side = session.sideIn(connection);
      if (side != null) {
        sides.add(side);
      }
    }
    return sides.size() == 1 ? sides.iterator().next() : null;
  }

  /** The same samples as this side's; as they are where that is not known. */
  static List<KernelSample> as(@Nullable Side side, List<KernelSample> samples) {
    return side == null ? List.copyOf(samples) : samples.stream().map(s -> as(side, s)).toList();
  }

  private static KernelSample as(Side side, KernelSample s) {
    return new KernelSample(
        s.at(),
        side,
        s.states(),
        s.acceptQueue(),
        s.tcpMemoryPages(),
        s.timeWaitBytes(),
        s.basis(),
        s.counters(),
        s.sockets(),
        s.scenarioStates());
  }
}
