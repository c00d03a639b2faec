package dev.synfin.address;

import java.net.Inet6Address;
import java.nio.ByteBuffer;

/**
 * Addresses as text: IPv4 dotted, IPv6 as RFC 5952, 4 has it.
 *
 * <p>An address comes as two longs in network byte order; IPv4 is the low half of the second.
 */
public final class IpAddresses {
  private IpAddresses() {}

  /**
   * An address as text.
   *
   * @param version 4 or 6
   */
  public static String text(int version, long high, long low) {
    return version == 4 ? ipv4(low) : ipv6(high, low);
  }

  /** An IPv6 address as text. */
  public static String text(Inet6Address address) {
    ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
    return ipv6(octets.getLong(), octets.getLong());
  }

  /** In network byte order: 4 or 16 octets. */
  public static byte[] octets(int version, long high, long low) {
    var octets = new byte[version == 4 ? 4 : 16];
    for (var i = 0; i < octets.length; i++) {
      var fromEnd = octets.length - 1 - i;
      octets[i] = (byte) (fromEnd < 8 ? low >>> (8 * fromEnd) : high >>> (8 * (fromEnd - 8)));
    }
    return octets;
  }

  private static String ipv4(long low) {
    return ((low >>> 24) & 0xFF)
        + "."
        + ((low >>> 16) & 0xFF)
        + "."
        + ((low >>> 8) & 0xFF)
        + "."
        + (low & 0xFF);
  }

  private static String ipv6(long high, long low) {
    var start = longestRunOfZeros(high, low);
    var end = start;
    while (start >= 0 && end < 8 && group(high, low, end) == 0) {
      end++;
    }
    var text = new StringBuilder(39);
    for (var i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i = end - 1;
      } else {
        text.append(i == 0 || i == end ? "" : ":").append(Integer.toHexString(group(high, low, i)));
      }
    }
    return text.toString();
  }

  /** Where the first of the longest runs of two or more zero groups begins, or -1. */
  private static int longestRunOfZeros(long high, long low) {
    var best = -1;
    var bestLength = 1;
    for (int i = 0, length = 0; i < 8; i++) {
      length = group(high, low, i) == 0 ? length + 1 : 0;
      if (length > bestLength) {
        best = i - length + 1;
        bestLength = length;
      }
    }
    return best;
  }

  private static int group(long high, long low, int i) {
    return (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (48 - 16 * (i - 4))) & 0xFFFF);
  }
}
