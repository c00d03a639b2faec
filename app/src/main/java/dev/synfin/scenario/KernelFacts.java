package dev.synfin.scenario;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.KernelSample.AcceptQueue;
import dev.synfin.timeline.KernelSample.KernelSocket;
import dev.synfin.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be expected of a side's kernel, such as {@code server.states.SYN_RECV}: the most that it
 * was ever seen to have.
 */
final class KernelFacts {
  private static final String NOT_ASKED = "no kernel was asked";
  private static final Set<String> SIDES = Set.of("client", "server");

  private KernelFacts() {}

  static boolean isKnown(String fact) {
    String[] names = fact.split("\\.", -1);
    if (names.length < 2 || !SIDES.contains(names[0])) {
      return false;
    }
    return switch (names[1]) {
      case "states", "counters" -> names.length == 3;
      case "time_wait_bytes", "accept_queue", "listener_pid" -> names.length == 2;
      default -> false;
    };
  }

  static @Nullable Object of(String fact, Timeline timeline) {
    String[] names = fact.split("\\.", -1);
    List<KernelSample> samples =
        timeline.kernel().stream()
            .filter(s -> s.side().name().toLowerCase(Locale.ROOT).equals(names[0]))
            .toList();
    if (samples.isEmpty()) {
      return NOT_ASKED;
    }
    return switch (names[1]) {
      case "states" -> most(samples, s -> s.number(names[2]));
      case "counters" -> most(samples, s -> s.counters().get(names[2]));
      case "time_wait_bytes" -> most(samples, KernelSample::timeWaitBytes);
      case "accept_queue" -> most(samples, KernelFacts::longestQueue);
      case "listener_pid" -> listenerPid(samples, timeline);
      default -> throw new IllegalArgumentException(fact);
    };
  }

  /** Null where no sample has it: a kernel may lack a counter, and nobody may listen. */
  private static @Nullable Long most(
      List<KernelSample> samples, Function<KernelSample, @Nullable Long> number) {
    Long most = null;
    for (KernelSample sample : samples) {
      Long one = number.apply(sample);
      if (one != null) {
        most = most == null ? one : Long.valueOf(Math.max(most, one));
      }
    }
    return most;
  }

  private static @Nullable Long longestQueue(KernelSample sample) {
    return sample.acceptQueue().values().stream()
        .map(AcceptQueue::length)
        .filter(Objects::nonNull)
        .max(Long::compare)
        .orElse(null);
  }

  /** Whether the process that holds the listening port is the one whose calls were logged. */
  private static @Nullable String listenerPid(List<KernelSample> samples, Timeline timeline) {
    Set<Long> holders =
        samples.stream()
            .map(KernelSample::sockets)
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .filter(s -> s.state().equals("LISTEN"))
            .map(KernelSocket::pid)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Set<Long> callers =
        Stream.concat(
                timeline.calls().stream(),
                timeline.connections().stream().flatMap(c -> c.calls().stream()))
            .filter(call -> call.call().equals("listen") && call.pid() != null)
            .map(CallEvent::pid)
            .collect(Collectors.toSet());
    if (holders.isEmpty() || callers.isEmpty()) {
      return null;
    }
    return holders.equals(callers) ? "as_in_calls" : "another";
  }
}
