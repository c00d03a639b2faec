package dev.synfin.cli;

import dev.synfin.echo.EchoClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine;

/** One connection of the client: each message out, each reply printed, until there are no more. */
final class EchoSession {
  private final EchoClient client;
  private final Duration interval;
  private final PrintWriter out;
  private final PrintWriter err;

  EchoSession(EchoClient client, Duration interval, CommandLine command) {
    this.client = client;
    this.interval = interval;
    this.out = command.getOut();
    this.err = command.getErr();
  }

  void run(MessageSource source) throws IOException {
    var first = true;
    for (var message = source.next(); message != null; message = source.next()) {
      if (message.length == 0) {
        err.println(
            "A blank line is not sent: nothing would cross the wire, and both sides would wait.");
      } else {
        pause(first ? Duration.ZERO : interval);
        client.exchange(message, this::print);
        first = false;
      }
    }
  }

  private void print(byte[] answer) {
    out.println(new String(answer, StandardCharsets.UTF_8));
    out.flush();
  }

  private static void pause(Duration duration) throws InterruptedIOException {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The client was told to stop.");
    }
  }
}
