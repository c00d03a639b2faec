package dev.synfin.socket;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The system calls on one descriptor, which never wait: each gives what the kernel gave, or the
 * error's number below zero.
 */
final class Descriptor {
  private static final int LINGER_LENGTH = 8;

  final Family family;
  int fd;

  Descriptor(int fd, Family family) {
    this.fd = fd;
    this.family = family;
  }

  boolean isUnix() {
    return family == Family.UNIX;
  }

  /** Makes a socket. */
  static Descriptor open(Family family, Kind kind) throws SocketException {
    var options = Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    var fd = result(Libc.socket(family.number, kind.number | options, 0));
    if (fd < 0) {
      throw Sentences.failure((int) -fd, "socket", null);
    }
    return new Descriptor((int) fd, family);
  }

  long bind(Address address) {
    try (var octets = SocketAddress.encode(address, family)) {
      return result(Libc.bind(fd, octets, (int) octets.size()));
    }
  }

  long listen(int backlog) {
    return result(Libc.listen(fd, backlog));
  }

  long accept() {
    return result(Libc.accept4(fd, null, null, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC));
  }

  long connect(Address address) {
    try (var octets = SocketAddress.encode(address, family)) {
      return result(Libc.connect(fd, octets, (int) octets.size()));
    }
  }

  long send(Pointer buffer, long length) {
    return result(Libc.send(fd, buffer, length, Libc.MSG_NOSIGNAL));
  }

  long sendTo(Pointer buffer, long length, Address address) {
    try (var octets = SocketAddress.encode(address, family)) {
      return result(
          Libc.sendto(fd, buffer, length, Libc.MSG_NOSIGNAL, octets, (int) octets.size()));
    }
  }

  long recv(Pointer buffer, long length) {
    return result(Libc.recv(fd, buffer, length, 0));
  }

  Named recvFrom(Pointer buffer, long length) {
    try (var room = SocketAddress.room();
        var addressLength = SocketAddress.length()) {
      var given = result(Libc.recvfrom(fd, buffer, length, 0, room, addressLength));
      return new Named(given, given < 0 ? null : SocketAddress.decode(room, addressLength));
    }
  }

  long shutdown(How how) {
    return result(Libc.shutdown(fd, how.number));
  }

  long close() {
    var closing = fd;
    fd = -1;
    return result(Libc.close(closing));
  }

  /** Puts the option's value into the array's only element. */
  long option(Option option, int[] value) {
    try (var memory = new Memory(LINGER_LENGTH);
        var length = new Memory(Integer.BYTES)) {
      memory.clear();
      length.setInt(0, length(option));
      var given = result(Libc.getsockopt(fd, option.level, option.number, memory, length));
      value[0] = value(option, memory);
      return given;
    }
  }

  /** struct tcp_info (include/uapi/linux/tcp.h), as far as it is put into the memory. */
  long tcpInfo(Memory memory) {
    try (var length = new Memory(Integer.BYTES)) {
      memory.clear();
      length.setInt(0, (int) memory.size());
      return result(Libc.getsockopt(fd, Libc.IPPROTO_TCP, Libc.TCP_INFO, memory, length));
    }
  }

  long setOption(Option option, int value) {
    try (var memory = new Memory(LINGER_LENGTH)) {
      var linger = option == Option.LINGER;
      memory.setInt(0, linger ? (value < 0 ? 0 : 1) : value);
      memory.setInt(Integer.BYTES, Math.max(value, 0));
      return result(Libc.setsockopt(fd, option.level, option.number, memory, length(option)));
    }
  }

  Named localAddress() {
    try (var room = SocketAddress.room();
        var length = SocketAddress.length()) {
      var given = result(Libc.getsockname(fd, room, length));
      return new Named(given, given < 0 ? null : SocketAddress.decode(room, length));
    }
  }

  Named peerAddress() {
    try (var room = SocketAddress.room();
        var length = SocketAddress.length()) {
      var given = result(Libc.getpeername(fd, room, length));
      return new Named(given, given < 0 ? null : SocketAddress.decode(room, length));
    }
  }

  private static int length(Option option) {
    return option == Option.LINGER ? LINGER_LENGTH : Integer.BYTES;
  }

  private static int value(Option option, Memory memory) {
    var first = memory.getInt(0);
    return option != Option.LINGER ? first : first == 0 ? -1 : memory.getInt(Integer.BYTES);
  }

  private static long result(long given) {
    return given < 0 ? -Native.getLastError() : given;
  }

  /**
   * What a call gave and the address that came with it.
   *
   * @param given the call's result, or the error's number below zero
   * @param address null where the call failed or the kernel names none
   */
  record Named(long given, @Nullable Address address) {}
}
