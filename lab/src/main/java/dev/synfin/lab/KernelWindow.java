package dev.synfin.lab;

import dev.synfin.timeline.KernelSample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a kernel said between two moments, with its counters as differences since the first. */
final class KernelWindow {
  private KernelWindow() {}

  /** The samples after one moment and up to another. */
  static List<KernelSample> of(List<KernelSample> all, Instant from, Instant to) {
    Map<String, Long> before =
        all.stream()
            .filter(s -> !s.at().isAfter(from))
            .reduce((earlier, later) -> later)
            .map(KernelSample::counters)
            .orElse(Map.of());
    return all.stream()
        .filter(s -> s.at().isAfter(from) && !s.at().isAfter(to))
        .map(s -> since(before, s))
        .toList();
  }

  private static KernelSample since(Map<String, Long> before, KernelSample s) {
    var moved = new LinkedHashMap<String, Long>();
    s.counters().forEach((name, value) -> moved.put(name, value - before.getOrDefault(name, 0L)));
    return new KernelSample(
        s.at(),
        s.side(),
        s.states(),
        s.acceptQueue(),
        s.tcpMemoryPages(),
        s.timeWaitBytes(),
        s.basis(),
        moved,
        s.sockets(),
        s.scenarioStates());
  }
}
