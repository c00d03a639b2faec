package dev.synfin.echo;

import dev.synfin.socket.InternetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an echo server is told.
 *
 * @param address to listen on; port 0 lets the kernel choose
 * @param backlog connections that may wait to be accepted
 * @param suffix follows each piece in its answer
 * @param closeDelay between the client's end of file and the server's own close
 * @param reuseAddress whether ends of old connections may still hold the port
 * @param noDelay whether small segments go at once (TCP_NODELAY)
 * @param receiveBuffer octets asked for; null leaves it to the kernel
 * @param sendBuffer octets asked for; null leaves it to the kernel
 */
public record ServerOptions(
    InternetAddress address,
    int backlog,
    String suffix,
    Duration closeDelay,
    boolean reuseAddress,
    boolean noDelay,
    @Nullable Integer receiveBuffer,
    @Nullable Integer sendBuffer) {

  /** The usual ones: a backlog of 5, three dots, no delay of the close. */
  public static ServerOptions at(InternetAddress address) {
    return new ServerOptions(address, 5, "...", Duration.ZERO, true, false, null, null);
  }

  public ServerOptions withSuffix(String newSuffix) {
    return new ServerOptions(
        address, backlog, newSuffix, closeDelay, reuseAddress, noDelay, receiveBuffer, sendBuffer);
  }

  public ServerOptions withCloseDelay(Duration newCloseDelay) {
    return new ServerOptions(
        address, backlog, suffix, newCloseDelay, reuseAddress, noDelay, receiveBuffer, sendBuffer);
  }
}
