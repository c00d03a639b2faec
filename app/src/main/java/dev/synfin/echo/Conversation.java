package dev.synfin.echo;

import dev.synfin.socket.SocketException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** What the server does with each connection, from its accept to its close. */
final class Conversation {
  private final byte[] suffix;
  private final Duration closeDelay;
  private final Consumer<String> journal;

  Conversation(ServerOptions options, Consumer<String> journal) {
    this.suffix = options.suffix().getBytes(StandardCharsets.UTF_8);
    this.closeDelay = options.closeDelay();
    this.journal = journal;
  }

  /**
   * Answers until the end of file, or the connection's failure, and closes it.
   *
   * @throws InterruptedIOException if the thread is interrupted
   */
  void hold(Peer peer) throws InterruptedIOException {
    try (peer) {
      journal.accept(peer.name() + " connected");
      answerAll(peer);
      journal.accept(peer.name() + " ended its side");
      Pause.of(closeDelay);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (SocketException e) {
      journal.accept(e.getMessage());
    } catch (IOException e) {
      journal.accept(peer.name() + ": " + e.getMessage());
    }
  }

  private void answerAll(Peer peer) throws IOException {
    for (var piece = peer.recv(); piece.length > 0; piece = peer.recv()) {
      peer.sendAll(Pieces.joined(piece, suffix));
    }
  }
}
