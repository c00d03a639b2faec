package dev.synfin.echo;

import dev.synfin.socket.CallListener;
import dev.synfin.socket.Family;
import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to an echo server, a piece of at most 1,024 octets at a time, and takes each
 * piece's whole answer, however TCP cuts it, before it sends the next.
 */
public final class EchoClient implements AutoCloseable {
  private final Socket socket;
  private final byte[] suffix;

  private EchoClient(Socket socket, String suffix) {
    this.socket = socket;
    this.suffix = suffix.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Connects.
   *
   * @param suffix that follows each piece in its answer
   * @param timeout how long a call may wait; null for ever
   * @throws IOException if no connection comes about
   */
  public static EchoClient connect(
      InternetAddress address, String suffix, @Nullable Duration timeout, CallListener calls)
      throws IOException {
    var socket = Socket.open(family(address), Kind.STREAM, calls);
    try {
      if (timeout != null) {
        socket.setTimeout(timeout);
      }
      socket.connect(address);
      return new EchoClient(socket, suffix);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Family family(InternetAddress address) {
    return address.host() instanceof Inet6Address ? Family.INET6 : Family.INET;
  }

  /**
   * Sends a message and takes the answers of all its pieces.
   *
   * @param message at least one octet: nothing would cross the wire, and both ends would wait
   * @param answers hears each answer as it came, also one that is wrong
   * @throws WrongAnswerException if an answer is not the piece with the suffix
   * @throws IOException if the connection fails
   */
  public void exchange(byte[] message, Consumer<byte[]> answers)
      throws WrongAnswerException, IOException {
    if (message.length == 0) {
      throw new IllegalArgumentException("a blank message");
    }
    for (var piece : Pieces.of(message, EchoServer.PIECE)) {
      socket.sendAll(piece);
      var answer = new Answer(socket, Pieces.joined(piece, suffix));
      var right = answer.take();
      if (answer.came().length > 0) {
        answers.accept(answer.came());
      }
      if (!right) {
        throw answer.wrong();
      }
    }
  }

  /** Where the server is. */
  public String remote() {
    return String.valueOf(socket.remote());
  }

  /** Closes: the server reads the end of file. */
  @Override
  public void close() {
    socket.close();
  }
}
