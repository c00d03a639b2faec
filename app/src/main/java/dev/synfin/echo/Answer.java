package dev.synfin.echo;

import dev.synfin.socket.Errno;
import dev.synfin.socket.Socket;
import dev.synfin.socket.SocketException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** One answer while it comes, in as many parts as TCP cuts it. */
final class Answer {
  /** How long the rest of an answer may take where the socket waits for ever. */
  private static final Duration REST = Duration.ofSeconds(10);

  private final Socket socket;
  private final byte[] expected;
  private final ByteArrayOutputStream came = new ByteArrayOutputStream();
  private String after = "";

  Answer(Socket socket, byte[] expected) {
    this.socket = socket;
    this.expected = expected;
  }

  /**
   * Takes it until it is whole, differs, or nothing more comes.
   *
   * @return false where it is not the one that was expected
   * @throws IOException if the connection fails
   */
  boolean take() throws IOException {
    receive();
    if (isUnfinished()) {
      takeRest();
    }
    return Arrays.equals(came(), expected);
  }

  /** What came, right or wrong. */
  byte[] came() {
    return came.toByteArray();
  }

  WrongAnswerException wrong() {
    return new WrongAnswerException(expected, came(), after);
  }

  private void takeRest() throws IOException {
    var timeout = socket.timeout();
    if (timeout == null) {
      socket.setTimeout(REST);
    }
    try {
      while (isUnfinished()) {
        receive();
      }
    } catch (SocketException e) {
      if (!e.errno().equals(Errno.TIMED_OUT)) {
        throw e;
      }
      after = ", and then nothing in time";
    } finally {
      if (timeout == null) {
        socket.setTimeout(null);
      }
    }
  }

  private void receive() throws IOException {
    var part = socket.recv(EchoServer.PIECE);
    came.writeBytes(part);
    if (part.length == 0) {
      after = ", and then the end of file";
    }
  }

  /** It may still become what is expected. */
  private boolean isUnfinished() {
    var length = came.size();
    return after.isEmpty()
        && length < expected.length
        && Arrays.equals(came(), 0, length, expected, 0, length);
  }
}
