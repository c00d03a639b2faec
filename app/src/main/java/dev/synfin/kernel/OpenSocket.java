package dev.synfin.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One socket of any kind, as the kernel has it.
 *
 * @param local {@code ip:port}, {@code [ip]:port}, a path, {@code @name}, or empty (an unnamed Unix
 *     socket)
 * @param remote null where it is not connected or the kernel does not tell (Unix)
 * @param state the kernel's name, such as {@code TIME_WAIT}; of a Unix socket {@code LISTEN},
 *     {@code CONNECTED} or {@code UNCONNECTED}
 * @param txQueue octets written and not acknowledged, a FIN as one; null (Unix)
 * @param rxQueue octets received and not read; of a listening TCP socket, connections that wait to
 *     be accepted; null for Unix
 * @param backlog how many may wait to be accepted; null unless a TCP socket listens and sock_diag
 *     tells
 * @param inode names the socket among a program's file descriptors; 0 where no program holds it, as
 *     in TIME_WAIT
 * @param holder a process that has it open; null where there is none or it may not be seen
 */
public record OpenSocket(
    SocketKind kind,
    String local,
    @Nullable String remote,
    String state,
    @Nullable Long txQueue,
    @Nullable Long rxQueue,
    @Nullable Long backlog,
    long inode,
    @Nullable Holder holder) {

  /** A process, and the name of its program (15 octets at most, as the kernel keeps it). */
  public record Holder(long pid, String program) {}
}
