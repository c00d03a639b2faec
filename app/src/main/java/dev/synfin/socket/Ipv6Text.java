package dev.synfin.socket;

import java.net.Inet6Address;

/** IPv6 addresses as people write them: lower case, the longest run of zeros cut (RFC 5952). */
final class Ipv6Text {
  private static final int GROUPS = 8;

  private Ipv6Text() {}

  static String of(Inet6Address address) {
    var groups = groups(address.getAddress());
    var scope = address.getScopeId() == 0 ? "" : "%" + address.getScopeId();
    var run = longestRun(groups);
    if (run.length < 2) {
      return join(groups, 0, GROUPS) + scope;
    }
    var left = join(groups, 0, run.start);
    return left + "::" + join(groups, run.start + run.length, GROUPS) + scope;
  }

  private static int[] groups(byte[] octets) {
    var groups = new int[GROUPS];
    for (var i = 0; i < GROUPS; i++) {
      groups[i] = (octets[2 * i] & 0xFF) << 8 | (octets[2 * i + 1] & 0xFF);
    }
    return groups;
  }

  private static Run longestRun(int[] groups) {
    var longest = new Run(0, 0);
    for (var start = 0; start < GROUPS; start++) {
      var end = start;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - start > longest.length) {
        longest = new Run(start, end - start);
      }
    }
    return longest;
  }

  private static String join(int[] groups, int from, int to) {
    var text = new StringBuilder();
    for (var i = from; i < to; i++) {
      text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  private record Run(int start, int length) {}
}
