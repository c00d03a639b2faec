package dev.synfin.socket;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An error of the socket API.
 *
 * @param name in C, such as {@code ECONNREFUSED}
 * @param number in Linux; 0 for {@link #TIMED_OUT}
 * @param text the C library's words for it
 */
public record Errno(String name, int number, String text) implements Serializable {
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int EINPROGRESS = 115;
  private static final int LAST = 133;

  /** The socket's own time-out passed: no error of the kernel, and not its ETIMEDOUT. */
  public static final Errno TIMED_OUT = new Errno("TIMEDOUT", 0, "timed out");

  /** The error with this number. */
  public static Errno of(int number) {
    return new Errno(name(number), number, Libc.strerror(number));
  }

  /** The names of all errors that calls are known to give. */
  public static Set<String> names() {
    return IntStream.rangeClosed(1, LAST)
        .mapToObj(Errno::name)
        .filter(name -> !name.matches("E\\d+"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The error that the C library has these words for, or words that begin so; null for none. */
  static @Nullable Errno withText(String text) {
    for (var number = 1; number <= LAST && !text.isBlank(); number++) {
      if (Libc.strerror(number).startsWith(text)) {
        return of(number);
      }
    }
    return null;
  }

  /** Names that socket calls give (asm-generic/errno-base.h, asm-generic/errno.h). */
  private static String name(int number) {
    return switch (number) {
      case 1 -> "EPERM";
      case 2 -> "ENOENT";
      case EINTR -> "EINTR";
      case EIO -> "EIO";
      case 9 -> "EBADF";
      case EAGAIN -> "EAGAIN";
      case 12 -> "ENOMEM";
      case 13 -> "EACCES";
      case 14 -> "EFAULT";
      case 16 -> "EBUSY";
      case 17 -> "EEXIST";
      case 19 -> "ENODEV";
      case 20 -> "ENOTDIR";
      case 21 -> "EISDIR";
      case 22 -> "EINVAL";
      case 23 -> "ENFILE";
      case 24 -> "EMFILE";
      case 28 -> "ENOSPC";
      case 30 -> "EROFS";
      case 32 -> "EPIPE";
      case 33 -> "EDOM";
      case 36 -> "ENAMETOOLONG";
      case 40 -> "ELOOP";
      default -> networkName(number);
    };
  }

  private static String networkName(int number) {
    return switch (number) {
      case 71 -> "EPROTO";
      case 88 -> "ENOTSOCK";
      case 89 -> "EDESTADDRREQ";
      case 90 -> "EMSGSIZE";
      case 91 -> "EPROTOTYPE";
      case 92 -> "ENOPROTOOPT";
      case 93 -> "EPROTONOSUPPORT";
      case 94 -> "ESOCKTNOSUPPORT";
      case 95 -> "EOPNOTSUPP";
      case 97 -> "EAFNOSUPPORT";
      case 98 -> "EADDRINUSE";
      case 99 -> "EADDRNOTAVAIL";
      case 100 -> "ENETDOWN";
      case 101 -> "ENETUNREACH";
      case 103 -> "ECONNABORTED";
      case 104 -> "ECONNRESET";
      case 105 -> "ENOBUFS";
      case 106 -> "EISCONN";
      case 107 -> "ENOTCONN";
      case 110 -> "ETIMEDOUT";
      case 111 -> "ECONNREFUSED";
      case 112 -> "EHOSTDOWN";
      case 113 -> "EHOSTUNREACH";
      case 114 -> "EALREADY";
      case EINPROGRESS -> "EINPROGRESS";
      default -> "E" + number;
    };
  }
}
