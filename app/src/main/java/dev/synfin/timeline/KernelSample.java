package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel of one side's network namespace said at a moment.
 *
 * @param at the counters tell nothing that came later, the states nothing that was over by then
 * @param states number of sockets by state, under the kernel's names, such as {@code TIME_WAIT}
 * @param acceptQueue by port
 * @param tcpMemoryPages of the whole machine: only differences mean something
 * @param timeWaitBytes slab memory that sockets in TIME-WAIT hold
 * @param basis how {@code timeWaitBytes} is known, or null without it
 * @param counters differences since the first sample, such as {@code ListenOverflows}
 * @param sockets the lab's own, null where they were not asked for
 * @param scenarioStates number of this side's own sockets of the scenario's port by state, however
 *     many there are; null where no scenario's port is known
 */
public record KernelSample(
    Instant at,
    Side side,
    Map<String, Long> states,
    Map<String, AcceptQueue> acceptQueue,
    @Nullable Long tcpMemoryPages,
    @Nullable Long timeWaitBytes,
    @Nullable Basis basis,
    Map<String, Long> counters,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<KernelSocket> sockets,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Long> scenarioStates) {

  public KernelSample {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(side, "side");
    states = Copies.map(states);
    acceptQueue = Copies.map(acceptQueue);
    counters = Copies.map(counters);
    sockets = sockets == null ? null : Copies.list(sockets);
    scenarioStates = scenarioStates == null ? null : Copies.map(scenarioStates);
  }

  /** A sample of a whole namespace, where no scenario's port is known. */
  public KernelSample(
      Instant at,
      Side side,
      Map<String, Long> states,
      Map<String, AcceptQueue> acceptQueue,
      @Nullable Long tcpMemoryPages,
      @Nullable Long timeWaitBytes,
      @Nullable Basis basis,
      Map<String, Long> counters,
      @Nullable List<KernelSocket> sockets) {
    this(
        at,
        side,
        states,
        acceptQueue,
        tcpMemoryPages,
        timeWaitBytes,
        basis,
        counters,
        sockets,
        null);
  }

  /** How many sockets in this state: the scenario's own where they are known, else all. */
  public long number(String state) {
    return Objects.requireNonNullElse(scenarioStates, states).getOrDefault(state, 0L);
  }

  /**
   * Whether the listening socket of the scenario's port had its queue of finished handshakes full;
   * never of the listeners of others.
   */
  public boolean hasFullAcceptQueue() {
    return scenarioStates != null
        && acceptQueue.values().stream()
            .anyMatch(q -> q.length() != null && q.backlog() != null && q.length() > q.backlog());
  }

  /** Whether the size of a socket in TIME-WAIT was read or assumed. */
  public enum Basis {
    MEASURED,
    ASSUMED
  }

  /** Connections that wait to be accepted, and how many may. */
  public record AcceptQueue(@Nullable Long length, @Nullable Long backlog) {}

  /** One socket in the kernel's table; addresses are {@code ip:port}. */
  public record KernelSocket(
      String local,
      @Nullable String remote,
      String state,
      @Nullable Long txQueue,
      @Nullable Long rxQueue,
      @Nullable Long inode,
      @Nullable Long pid) {}
}
