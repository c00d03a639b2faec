package dev.synfin.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one host and what its kernel counted, as {@code synfin sockets --format json}
 * writes them: named as in a {@link KernelSample}, but the counters are since the namespace began.
 *
 * @param allProcessesSeen false where sockets of other users' processes stand without a process
 */
public record HostSockets(
    Instant at,
    boolean allProcessesSeen,
    Map<String, Long> states,
    Map<String, KernelSample.AcceptQueue> acceptQueue,
    @Nullable Long tcpMemoryPages,
    @Nullable Long timeWaitBytes,
    KernelSample.@Nullable Basis basis,
    Map<String, Long> counters,
    List<HostSocket> sockets) {

  public HostSockets {
    states = Copies.map(states);
    acceptQueue = Copies.map(acceptQueue);
    counters = Copies.map(counters);
    sockets = Copies.list(sockets);
  }

  /**
   * One socket; null is what the kernel does not tell.
   *
   * @param protocol {@code tcp}, {@code udp} or {@code unix}
   * @param rxQueue octets not read; of a listening TCP socket, connections not accepted
   * @param backlog how many connections may wait to be accepted
   * @param inode null where no program holds the socket
   */
  public record HostSocket(
      String protocol,
      String state,
      String local,
      @Nullable String remote,
      @Nullable Long txQueue,
      @Nullable Long rxQueue,
      @Nullable Long backlog,
      @Nullable Long inode,
      @Nullable Long pid,
      @Nullable String program) {}
}
