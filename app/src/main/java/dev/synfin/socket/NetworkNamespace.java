package dev.synfin.socket;

import com.sun.jna.Native;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A network of a process's own (network_namespaces(7)): interfaces, routes, firewall, ports and
 * kernel settings that nobody else has. A thread that {@link #enter}s it makes its sockets there,
 * and so do the platform threads and the processes that it starts. The namespace is gone when it is
 * closed and no thread or socket is left in it.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_CLOEXEC = 0x80000;

  private final int fd;

  private NetworkNamespace(int fd) {
    this.fd = fd;
  }

  /**
   * Makes one, empty but for an interface {@code lo} that is down.
   *
   * @throws IOException without the right to, saying what to do
   */
  public static NetworkNamespace create() throws IOException {
    var made = new AtomicReference<@Nullable NetworkNamespace>();
    var failure = new AtomicReference<@Nullable IOException>();
    // a thread cannot leave its namespace for one that it did not keep, so another one goes there
    Thread maker =
        Thread.ofPlatform()
            .name("makes a network namespace")
            .start(() -> {
              try {
                made.set(makeHere());
              } catch (IOException e) {
                failure.set(e);
              }
            });
    try {
      maker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a network namespace was made.", e);
    }
    NetworkNamespace namespace = made.get();
    if (namespace == null) {
      IOException cause = failure.get();
      throw cause == null ? new IOException("No network namespace could be made.") : cause;
    }
    return namespace;
  }

  private static NetworkNamespace makeHere() throws IOException {
    if (Libc.unshare(CLONE_NEWNET) != 0) {
      throw failed("be made");
    }
    int fd = Libc.open("/proc/thread-self/ns/net", O_CLOEXEC);
    if (fd < 0) {
      throw failed("be kept");
    }
    return new NetworkNamespace(fd);
  }

  /** Moves the calling thread there, for good. */
  public void enter() throws IOException {
    if (Libc.setns(fd, CLONE_NEWNET) != 0) {
      throw failed("be entered");
    }
  }

  /** A file that stands for it as long as it is open, as {@code ip link … netns} takes it. */
  public String path() {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd;
  }

  @Override
  public void close() {
    var unused = Libc.close(fd);
  }

  private static IOException failed(String what) {
    int errno = Native.getLastError();
    return new IOException(
        "A network namespace cannot "
            + what
            + " ("
            + Libc.strerror(errno)
            + "): run this as root, or with CAP_SYS_ADMIN and CAP_NET_ADMIN.");
  }
}
