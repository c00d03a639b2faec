package dev.synfin.socket;

import com.sun.jna.Memory;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.util.List;

/**
 * A process of its own that has inherited sockets, and does nothing with them. When it is killed,
 * they are closed by what closes those of every killed process: the kernel.
 */
public final class Heir {
  private static final int FILE_ACTIONS_SIZE = 256; // 80 in glibc
  private static final int SIGKILL = 9;

  private final int pid;

  private Heir(int pid) {
    this.pid = pid;
  }

  /**
   * Starts a process that has these sockets open, too. They end with it once their owner has
   * abandoned them.
   *
   * @throws IOException if it cannot be started
   */
  public static Heir of(List<Socket> sockets) throws IOException {
    try (var pid = new Memory(Integer.BYTES);
        var actions = new Memory(FILE_ACTIONS_SIZE);
        var words = new StringArray(new String[] {"sleep", "600"});
        var environment = new StringArray(new String[0])) {
      check(Libc.posix_spawn_file_actions_init(actions));
      try {
        for (Socket socket : sockets) {
          if (socket.fileno() >= 0) { // made its own, it is not closed at the start of the program
            check(Libc.posix_spawn_file_actions_adddup2(actions, socket.fileno(), socket.fileno()));
          }
        }
        check(Libc.posix_spawnp(pid, "sleep", actions, null, words, environment));
      } finally {
        Libc.posix_spawn_file_actions_destroy(actions);
      }
      return new Heir(pid.getInt(0));
    }
  }

  /** These calls return an error's number, and do not set errno. */
  private static void check(int error) throws IOException {
    if (error != 0) {
      throw new IOException(
          "The process that is to be killed cannot be started: " + Libc.strerror(error) + ".");
    }
  }

  /** Its number. */
  public int pid() {
    return pid;
  }

  /** Kills it with SIGKILL, and waits until it is gone. */
  public void kill() {
    Libc.kill(pid, SIGKILL);
    Libc.waitpid(pid, null, 0);
  }
}
