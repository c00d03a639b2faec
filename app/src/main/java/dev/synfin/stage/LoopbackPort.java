package dev.synfin.stage;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A port that one run has for itself on this machine: two runs at once, and whatever else listens
 * here, do not meet. A lock on a file holds it against other runs before it is bound.
 */
final class LoopbackPort implements AutoCloseable {
  private final int number;
  private final @Nullable FileChannel lock;

  private LoopbackPort(int number, @Nullable FileChannel lock) {
    this.number = number;
    this.lock = lock;
  }

  /** The port wanted, or where another program or another run has it, one that is free. */
  static LoopbackPort near(int wanted) throws IOException {
    FileChannel lock = locked(wanted);
    if (lock != null && canBind(wanted)) {
      return new LoopbackPort(wanted, lock);
    }
    if (lock != null) {
      lock.close();
    }
    try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new LoopbackPort(any.getLocalPort(), null);
    }
  }

  int number() {
    return number;
  }

  /** Null if another run, or another user's, has it. */
  private static @Nullable FileChannel locked(int port) throws IOException {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "synfin-port-" + port + ".lock");
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      return null; // another user's
    }
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // this process has it already
    }
    channel.close();
    return null;
  }

  private static boolean canBind(int port) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
