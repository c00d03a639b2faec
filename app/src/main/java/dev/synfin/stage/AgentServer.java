package dev.synfin.stage;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Lets conductors reach an agent: a Unix socket in the shared folder, one conductor at a time. */
final class AgentServer {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Agent agent;
  private final Path folder;

  AgentServer(Agent agent, Path folder) {
    this.agent = agent;
    this.folder = folder;
  }

  /**
   * Answers conductors, until the process ends or, if {@code once}, after the first, or when the
   * lab is over before one came.
   *
   * @throws IOException if the socket cannot be made in the folder
   */
  void serve(boolean once) throws IOException {
    Path socket = Meeting.socket(folder, agent.name());
    Path ready = Meeting.ready(folder, agent.name());
    Files.deleteIfExists(ready);
    Files.deleteIfExists(socket); // left by one that was killed
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      // the conductor is another user: it writes into the folder of whoever asked for the run
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      Files.createFile(ready);
      if (once) {
        Thread.ofVirtual().name("waits for the end").start(() -> closeWhenOver(server));
      }
      do {
        try (var line = new UnixLine(server.accept())) {
          agent.attend(line);
        }
      } while (!once);
    } catch (ClosedChannelException e) {
      // nobody will come any more
    } finally {
      Files.deleteIfExists(ready);
      Files.deleteIfExists(socket);
    }
  }

  private void closeWhenOver(ServerSocketChannel server) {
    try (server) {
      while (!Files.exists(Meeting.over(folder))) {
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // it could not be closed: the process ends all the same when its lab is removed
    }
  }
}
