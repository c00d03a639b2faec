package dev.synfin.lab;

import dev.synfin.lab.TapSession.Mark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The taps of this process that capture now. */
final class RunningTaps {
  private static final List<WireTap> RUNNING = new CopyOnWriteArrayList<>();

  private RunningTaps() {}

  static void add(WireTap tap) {
    RUNNING.add(tap);
  }

  static void remove(WireTap tap) {
    RUNNING.remove(tap);
  }

  /** Where each of them is, all at one moment. */
  static Map<TapSession, Mark> marks() {
    return marks(RUNNING.stream().flatMap(tap -> tap.running().stream()).toList());
  }

  static Map<TapSession, Mark> marks(List<Running> running) {
    if (running.isEmpty()) {
      return Map.of();
    }
    List<Mark> marks = SharedMoment.of(running.stream().map(Running::mark).toList());
    var all = new LinkedHashMap<TapSession, Mark>();
    for (int i = 0; i < marks.size(); i++) {
      all.put(running.get(i).session(), marks.get(i));
    }
    return all;
  }

  /** A tap that captures, and how to ask where it is. */
  record Running(TapSession session, Supplier<Mark> mark) {}
}
