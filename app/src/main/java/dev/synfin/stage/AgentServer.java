package dev.synfin.stage;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Lets conductors reach an agent: a Unix socket in the shared folder, one conductor at a time. */
final class AgentServer {
  private final Agent agent;
  private final Path folder;

  AgentServer(Agent agent, Path folder) {
    this.agent = agent;
    this.folder = folder;
  }

  /**
   * Answers conductors, until the process ends or, if {@code once}, after the first.
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
      do {
        try (var line = new UnixLine(server.accept())) {
          agent.attend(line);
        }
      } while (!once);
    } finally {
      Files.deleteIfExists(ready);
      Files.deleteIfExists(socket);
    }
  }
}
