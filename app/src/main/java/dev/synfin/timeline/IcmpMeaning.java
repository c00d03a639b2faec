package dev.synfin.timeline;

import org.jspecify.annotations.Nullable;

/** What an ICMP error's type and code stand for (RFC 792, RFC 1122, RFC 1812; RFC 4443). */
final class IcmpMeaning {
  private IcmpMeaning() {}

  /** Its name, or null where this program has none. */
  static @Nullable String of(int version, int type, int code) {
    return version == 4 ? icmp(type, code) : icmpv6(type, code);
  }

  private static @Nullable String icmp(int type, int code) {
    return switch (type) {
      case 3 -> unreachable(code);
      case 4 -> "source quench";
      case 5 -> "redirect";
      case 11 -> code == 0 ? "time to live exceeded" : "reassembly time exceeded";
      case 12 -> "parameter problem";
      default -> null;
    };
  }

  private static @Nullable String unreachable(int code) {
    return switch (code) {
      case 0 -> "network unreachable";
      case 1 -> "host unreachable";
      case 2 -> "protocol unreachable";
      case 3 -> "port unreachable";
      case 4 -> "fragmentation needed";
      case 9, 10, 13 -> "administratively prohibited";
      default -> "destination unreachable";
    };
  }

  private static @Nullable String icmpv6(int type, int code) {
    return switch (type) {
      case 1 -> unreachable6(code);
      case 2 -> "packet too big";
      case 3 -> code == 0 ? "hop limit exceeded" : "reassembly time exceeded";
      case 4 -> "parameter problem";
      default -> null;
    };
  }

  private static String unreachable6(int code) {
    return switch (code) {
      case 0 -> "no route to destination";
      case 1 -> "administratively prohibited";
      case 3 -> "address unreachable";
      case 4 -> "port unreachable";
      default -> "destination unreachable";
    };
  }
}
