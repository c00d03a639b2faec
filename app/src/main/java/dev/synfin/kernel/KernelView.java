package dev.synfin.kernel;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel said at a moment.
 *
 * @param at after the counters were read and before the sockets were
 * @param sockets those that were chosen
 * @param allProcessesSeen false where sockets of other users' processes stand without a process
 * @param states number of TCP sockets by state
 * @param chosenStates the same of those that were chosen, also where not all of them are shown
 * @param acceptQueues of listening TCP sockets, by port
 * @param tcpMemoryPages of the whole machine, not of this namespace; null if the kernel has none
 * @param timeWaitBytes slab memory that the sockets in TIME-WAIT hold
 * @param timeWaitMeasured whether the size of one was read from the kernel, or else assumed
 * @param counters since the namespace was made
 */
public record KernelView(
    Instant at,
    List<OpenSocket> sockets,
    boolean allProcessesSeen,
    Map<String, Long> states,
    Map<String, Long> chosenStates,
    Map<Integer, AcceptQueue> acceptQueues,
    @Nullable Long tcpMemoryPages,
    long timeWaitBytes,
    boolean timeWaitMeasured,
    Map<String, Long> counters) {

  public KernelView {
    sockets = List.copyOf(sockets);
    states = Collections.unmodifiableMap(new TreeMap<>(states));
    chosenStates = Collections.unmodifiableMap(new TreeMap<>(chosenStates));
    acceptQueues = Collections.unmodifiableMap(new TreeMap<>(acceptQueues));
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }

  /**
   * Connections that wait to be accepted, and how many may; null where the kernel does not tell.
   */
  public record AcceptQueue(long length, @Nullable Long backlog) {
    AcceptQueue plus(AcceptQueue other) {
      return new AcceptQueue(length + other.length, Kernel.sum(backlog, other.backlog));
    }
  }
}
