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
 * @param states number of sockets by state, under the kernel's names, such as {@code TIME_WAIT}
 * @param acceptQueue by port
 * @param tcpMemoryPages of the whole machine: only differences mean something
 * @param timeWaitBytes slab memory that sockets in TIME-WAIT hold
 * @param basis how {@code timeWaitBytes} is known, or null without it
 * @param counters differences since the first sample, such as {@code ListenOverflows}
 * @param sockets the lab's own, null where they were not asked for
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<KernelSocket> sockets) {

  public KernelSample {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(side, "side");
    states = Copies.map(states);
    acceptQueue = Copies.map(acceptQueue);
    counters = Copies.map(counters);
    sockets = sockets == null ? null : Copies.list(sockets);
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
