package dev.synfin.socket;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the socket API, as it went.
 *
 * <p>Arguments stand in the order of the C call, and a buffer shows what it held when the call
 * returned, as {@code strace} has it. Payloads are text: the first 64 octets, what is not printable
 * escaped, {@code …} where more followed; their number stands beside it.
 *
 * <ul>
 *   <li>{@code socket [AF_INET, SOCK_STREAM]} gives the descriptor
 *   <li>{@code bind [address]}, {@code listen [backlog]}, {@code connect [address]}, {@code
 *       shutdown [SHUT_WR]}, {@code close []}, {@code setblocking [true]}, {@code settimeout
 *       [200ms]} give null
 *   <li>{@code connect_ex [address]} gives 0, or null with the error's name
 *   <li>{@code accept []} gives the peer's address; local and remote are the accepted connection's
 *   <li>{@code send [text, length]} and {@code sendall} give the octets taken
 *   <li>{@code recv [text, size]} gives the octets read; 0 with an empty text is the end of file
 *   <li>{@code sendto [text, length, address]}, {@code recvfrom [text, size, address]} likewise
 *   <li>{@code getsockname []}, {@code getpeername []} give the address
 *   <li>{@code getsockopt [TCP_NODELAY]} gives the value; {@code setsockopt [TCP_NODELAY, 1]} null
 * </ul>
 *
 * @param at the wall clock at its start
 * @param durationNs until it returned, waiting included
 * @param call the name that the socket API of scripting languages has for it
 * @param args strings, integers, longs, booleans
 * @param result of the same types; null where the call failed or gives nothing
 * @param error the error's name, such as {@code ECONNREFUSED}, {@code TIMEDOUT} for the socket's
 *     own time-out, {@code EINTR} for a call that was woken; null where it succeeded
 * @param pid of this process
 * @param fd of the socket that was called; -1 where there is none
 * @param local the socket's address once the kernel gave it one
 * @param remote the peer's address once one was named
 */
public record Call(
    Instant at,
    long durationNs,
    String call,
    List<Object> args,
    @Nullable Object result,
    @Nullable String error,
    long pid,
    int fd,
    @Nullable String local,
    @Nullable String remote) {

  public Call {
    args = List.copyOf(args);
  }
}
