package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a program asked of its socket.
 *
 * @param side the program's
 * @param tNs nanoseconds since the connection's first frame, negative before it; null for a call
 *     that belongs to no connection
 * @param at when it was made; for a call that belongs to a connection it may be null
 * @param durationNs how long it took, null where it did not return
 * @param call the socket API's name, such as {@code sendall}
 * @param args the arguments as JSON has them: a list, or a map of names to values
 * @param result octets, an accepted peer's address, … as JSON has it; null where the call failed or
 *     has no result
 * @param error the error's name, such as {@code ECONNREFUSED}; null where the call succeeded
 * @param pid of the program's process
 * @param fd the socket's file descriptor
 * @param local the socket's own address where known, {@code ip:port}, {@code [ip]:port} or a path
 * @param remote the peer's address where known
 */
public record CallEvent(
    Side side,
    @Nullable Long tNs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant at,
    @Nullable Long durationNs,
    String call,
    Object args,
    @Nullable Object result,
    @Nullable String error,
    @Nullable Long pid,
    @Nullable Integer fd,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String local,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String remote)
    implements Event {

  public CallEvent {
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(call, "call");
    args = Objects.requireNonNullElse(Copies.json(args), List.of());
    result = Copies.json(result);
  }

  @Override
  public Side by() {
    return side;
  }

  /** This call at another place in time; null where it belongs to no connection. */
  public CallEvent withTNs(@Nullable Long newTNs) {
    return new CallEvent(
        side, newTNs, at, durationNs, call, args, result, error, pid, fd, local, remote);
  }
}
