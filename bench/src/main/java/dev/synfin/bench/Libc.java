package dev.synfin.bench;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The C library's calls that a sender of frames needs (64-bit Linux). */
final class Libc {
  static {
    Native.register(Libc.class, NativeLibrary.getProcess());
  }

  private Libc() {}

  static native int socket(int family, int kind, int protocol);

  static native int bind(int fd, Pointer address, int length);

  static native int sendmmsg(int fd, Pointer messages, int count, int flags);

  static native int if_nametoindex(String name);

  static native int close(int fd);

  static native int getrusage(int who, Pointer usage);

  static native String strerror(int number);
}
