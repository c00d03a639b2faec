package dev.synfin.socket;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The C library's calls on sockets (64-bit Linux), each with its own number and order of
 * parameters. -1 says that a call failed; {@link Native#getLastError()} has the thread's errno.
 */
final class Libc {
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int IPPROTO_TCP = 6;
  static final int TCP_INFO = 11;

  /** Where tcpi_total_retrans lies in struct tcp_info (include/uapi/linux/tcp.h). */
  static final int TOTAL_RETRANS = 100;

  static final short POLLIN = 1;
  static final short POLLOUT = 4;

  static {
    Native.register(Libc.class, NativeLibrary.getProcess());
  }

  private Libc() {}

  static native int socket(int family, int kind, int protocol);

  static native int bind(int fd, Pointer address, int length);

  static native int listen(int fd, int backlog);

  static native int accept4(int fd, @Nullable Pointer address, @Nullable Pointer length, int flags);

  static native int connect(int fd, Pointer address, int length);

  static native long send(int fd, Pointer buffer, long length, int flags);

  static native long sendto(
      int fd, Pointer buffer, long length, int flags, Pointer address, int addressLength);

  static native long recv(int fd, Pointer buffer, long length, int flags);

  static native long recvfrom(
      int fd, Pointer buffer, long length, int flags, Pointer address, Pointer addressLength);

  static native int shutdown(int fd, int how);

  static native int close(int fd);

  static native int getsockname(int fd, Pointer address, Pointer length);

  static native int getpeername(int fd, Pointer address, Pointer length);

  static native int getsockopt(int fd, int level, int option, Pointer value, Pointer length);

  static native int setsockopt(int fd, int level, int option, Pointer value, int length);

  static native int poll(Pointer descriptors, long count, int timeoutMs);

  static native int unshare(int flags);

  static native int setns(int fd, int kind);

  static native int open(String path, int flags);

  static native String strerror(int number);

  static native int posix_spawn_file_actions_init(Pointer actions);

  static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

  static native int posix_spawn_file_actions_destroy(Pointer actions);

  static native int posix_spawnp(
      Pointer pid,
      String file,
      Pointer actions,
      @Nullable Pointer attributes,
      Pointer arguments,
      Pointer environment);

  static native int kill(int pid, int signal);

  static native int waitpid(int pid, @Nullable Pointer status, int options);
}
