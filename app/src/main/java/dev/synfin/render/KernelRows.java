package dev.synfin.render;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.KernelSample.KernelSocket;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the two kernels said while a connection lived, for the ladder: a sample only where it says
 * something else than the one before it, so that a second of silence does not take five rows.
 */
final class KernelRows {
  /** Samples are 200 ms apart; the first after the last packet tells what is left of the socket. */
  private static final Duration AFTERWARDS = Duration.ofMillis(500);

  /** Counters that every connection moves say nothing about this one. */
  private static final Set<String> ROUTINE = Set.of("ActiveOpens", "PassiveOpens", "TW");

  private static final String NONE = "no socket";

  private final Connection connection;
  private final @Nullable Side counting;
  private final Map<Side, KernelSample> before = new EnumMap<>(Side.class);
  private final Map<Side, String> said = new EnumMap<>(Side.class);

  /**
   * A row.
   *
   * @param atNs since the connection's start
   * @param side null for what is said of both
   */
  record Look(long atNs, @Nullable Side side, String text) {}

  /** Where both ends have one kernel, its counters are told once: by the first that was asked. */
  private KernelRows(Timeline timeline, Connection connection) {
    this.connection = connection;
    this.counting =
        isOneKernel(timeline) && !timeline.kernel().isEmpty()
            ? timeline.kernel().getFirst().side()
            : null;
  }

  /** Whether both ends are in one network namespace, which has but one set of counters. */
  static boolean isOneKernel(Timeline timeline) {
    return timeline.captures().stream()
        .anyMatch(capture -> capture.vantage() == Capture.Vantage.LOOPBACK);
  }

  /**
   * The rows of one connection, by time.
   *
   * @param firstNs the ladder's first event, since the connection's start
   * @param lastNs its last
   */
  static List<Look> of(Timeline timeline, Connection connection, long firstNs, long lastNs) {
    var rows = new KernelRows(timeline, connection);
    var looks = new ArrayList<Look>();
    for (var sample : timeline.kernel()) {
      var at = Duration.between(connection.startedAt(), sample.at()).toNanos();
      if (at > lastNs + AFTERWARDS.toNanos()) {
        break;
      }
      var rises = rows.rises(sample);
      var ofBoth = rows.counting != null && !rises.isEmpty();
      var text = rows.news(sample, ofBoth ? "" : rises);
      if (at >= firstNs && ofBoth) {
        looks.add(new Look(at, null, "the kernel counts " + rises));
      }
      if (at >= firstNs && !text.isEmpty()) {
        looks.add(new Look(at, sample.side(), "kernel: " + text));
      }
    }
    return looks;
  }

  /** What this sample says that the one before did not; empty for nothing. */
  private String news(KernelSample sample, String rises) {
    var sockets = sockets(sample);
    var last = Objects.requireNonNullElse(said.put(sample.side(), sockets), NONE);
    if (rises.isEmpty()) {
      return sockets.equals(last) ? "" : sockets;
    }
    return sockets.equals(NONE) ? rises : sockets + ", " + rises;
  }

  private String sockets(KernelSample sample) {
    var parts = new ArrayList<String>();
    addStates(sample, parts);
    addQueues(sample, parts);
    return parts.isEmpty() ? NONE : String.join(", ", parts);
  }

  /** This connection's own socket, and how many of its kind there are beside it. */
  private void addStates(KernelSample sample, List<String> parts) {
    var states = new LinkedHashMap<String, Long>();
    if (sample.scenarioStates() != null) {
      states.putAll(new TreeMap<>(sample.scenarioStates()));
    } else if (sample.sockets() != null) {
      ownOf(sample).forEach(s -> states.merge(s.state(), 1L, Long::sum));
    }
    states.remove("LISTEN");
    states.forEach((state, n) -> parts.add(n == 1 && states.size() == 1 ? state : state + " " + n));
  }

  private void addQueues(KernelSample sample, List<String> parts) {
    for (var socket : ownOf(sample)) {
      addOctets(socket.rxQueue(), "not read", parts);
      addOctets(socket.txQueue(), "not acknowledged", parts);
    }
    var port = String.valueOf(connection.server().port());
    var queue = sample.side() == Side.SERVER ? sample.acceptQueue().get(port) : null;
    if (queue != null && queue.length() != null && queue.length() > 0) {
      var most = queue.backlog() == null ? "" : " of " + queue.backlog();
      parts.add("accept queue " + queue.length() + most);
    }
  }

  private static void addOctets(@Nullable Long octets, String what, List<String> parts) {
    if (octets != null && octets > 0) {
      parts.add(Quantities.bytes(octets) + " " + what);
    }
  }

  private List<KernelSocket> ownOf(KernelSample sample) {
    if (sample.sockets() == null) {
      return List.of();
    }
    var local = sample.side() == Side.CLIENT ? connection.client() : connection.server();
    var remote = sample.side() == Side.CLIENT ? connection.server() : connection.client();
    return sample.sockets().stream()
        .filter(s -> isAt(s.local(), local) && s.remote() != null && isAt(s.remote(), remote))
        .toList();
  }

  private static boolean isAt(String address, Endpoint end) {
    return address.equals(end.text());
  }

  /** By how much the counters of trouble grew since the sample before. */
  private String rises(KernelSample sample) {
    if (counting != null && counting != sample.side()) {
      return "";
    }
    var earlier = before.put(sample.side(), sample);
    return new TreeMap<>(sample.counters())
        .entrySet().stream()
            .filter(counter -> !ROUTINE.contains(counter.getKey()))
            .map(counter -> Map.entry(counter.getKey(), counter.getValue() - was(earlier, counter)))
            .filter(rise -> rise.getValue() > 0)
            .map(rise -> rise.getKey() + " +" + rise.getValue())
            .collect(Collectors.joining(", "));
  }

  private static long was(@Nullable KernelSample earlier, Map.Entry<String, Long> counter) {
    return earlier == null ? 0 : earlier.counters().getOrDefault(counter.getKey(), 0L);
  }
}
